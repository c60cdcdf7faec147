// What a process does with the memory that it frees.
#pragma once

namespace vitrine {

/// Keeps what is freed for the next allocation, whatever its size, instead of giving it back to the
/// system. For a process that trains and does nothing else: each step takes and frees gigabytes of
/// tensors, and the system clears every page before it hands it out again, which costs a fifth of a
/// step. Call once the data is loaded; holds for the whole process until its end. Does nothing
/// where the C library is not glibc. See mallopt(3).
void keep_freed_memory();

} // namespace vitrine
