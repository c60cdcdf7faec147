// vitrine --set-staff-code
#pragma once

#include "app/kiosk/staff_code.hpp"

namespace vitrine {

/// Reads the new code: twice and unseen from a terminal, else one line of standard input. Says on
/// standard error how it went. False: nothing was changed.
[[nodiscard]] bool set_staff_code(const StaffCodeFiles &files);

} // namespace vitrine
