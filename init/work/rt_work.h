/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types with real-time threads beside others (described in harness/scenario/work.h). None
 * returns; the worker fails if it may not use SCHED_FIFO. PreemptStorm's iterations are the periods
 * of its FIFO thread, whose wake latency counts from the time its timer was set to. RtStarvation's
 * iterations are rounds of the normal threads, since they are the ones that starve.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const PreemptStorm &work);
[[noreturn]] void do_work(Worker &worker, const RtStarvation &work);

} /* namespace ktstr */
