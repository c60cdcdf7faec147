// What this machine's processor is and can do.
#pragma once

#include <string>

namespace vitrine {

[[nodiscard]] std::string processor_name(); ///< from /proc/cpuinfo; "CPU" where it says nothing
/// bfloat16 products in hardware (AVX512_BF16; every processor with AMX-BF16 has it too).
[[nodiscard]] bool computes_bfloat16();
[[nodiscard]] bool has_avx2_and_fma();
[[nodiscard]] bool has_avx512();

} // namespace vitrine
