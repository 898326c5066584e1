/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that make processes and cgroups (harness/scenario/work.h says what each does). The cpu
 * controller is turned on for the cgroups, as far as the kernel lets a cgroup with processes do so,
 * so that the scheduler sees them. None returns.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const ForkExit &work);
[[noreturn]] void do_work(Worker &worker, const CgroupChurn &work);
/** A move is an iteration. */
[[noreturn]] void do_work(Worker &worker, const CgroupAttachStorm &work);

} /* namespace ktstr */
