/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that change scheduling attributes, their own or another worker's
 * (harness/scenario/work.h says what each does). None returns.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

/** A nice value is an iteration. Without CAP_SYS_NICE each sweep is a new thread's. */
[[noreturn]] void do_work(Worker &worker, const NiceSweep &work);
[[noreturn]] void do_work(Worker &worker, const AffinityChurn &work);
[[noreturn]] void do_work(Worker &worker, const CrossAffinityChurn &work);
/** Without CAP_SYS_NICE only NORMAL and BATCH. */
[[noreturn]] void do_work(Worker &worker, const PolicyChurn &work);

} /* namespace ktstr */
