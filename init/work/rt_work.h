/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types with real-time threads beside others (harness/scenario/work.h says what each does).
 * None returns; without the right to SCHED_FIFO the worker fails. The iterations of PreemptStorm
 * are the periods of its FIFO thread, whose wake latency is sampled from the time its timer was set
 * to; those of RtStarvation are rounds of the normal threads, which are what starves.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const PreemptStorm &work);
[[noreturn]] void do_work(Worker &worker, const RtStarvation &work);

} /* namespace ktstr */
