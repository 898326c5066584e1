/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that create processes and cgroups (described in harness/scenario/work.h). The cpu
 * controller is enabled for the cgroups where the kernel allows that below a cgroup with processes,
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
