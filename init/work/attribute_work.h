/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that change scheduling attributes, their own or another worker's (described in
 * harness/scenario/work.h). None returns.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

/** An iteration per nice value. Without CAP_SYS_NICE each sweep runs in a new thread. */
[[noreturn]] void do_work(Worker &worker, const NiceSweep &work);
[[noreturn]] void do_work(Worker &worker, const AffinityChurn &work);
[[noreturn]] void do_work(Worker &worker, const CrossAffinityChurn &work);
/** Without CAP_SYS_NICE only NORMAL and BATCH. */
[[noreturn]] void do_work(Worker &worker, const PolicyChurn &work);

} /* namespace ktstr */
