// What must be set before any library that computes is in the process.
#pragma once

namespace vitrine {

/// Call first in main(), before any thread is started.
///
/// GNU OpenMP's threads spin while they wait, and two busy processes then make each other several
/// times slower; OMP_WAIT_POLICY=PASSIVE makes them sleep. libgomp reads it once, when it is
/// mapped. So it is set here, and where libgomp is mapped already (another library of the program
/// brought it), the program is started again in this process, with the same arguments. A value
/// that the user has set is left alone. Returns where nothing needed doing, or, after a word on
/// standard error, where starting again failed.
void prepare_process(int argc, char **argv);

} // namespace vitrine
