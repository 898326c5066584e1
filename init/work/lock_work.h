/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types whose threads wait for a lock or a queue (described in harness/scenario/work.h). None
 * returns. Iterations are those of one thread: a round of lock, work and unlock (MutexContention),
 * a round of all threads (PriorityInversion), or an item consumed by the first consumer
 * (ProducerConsumerImbalance). Wake latency is the time from the unlock, push or pop that woke a
 * thread until it runs; in PriorityInversion it is the time that a high thread takes to get the
 * mutex.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

/** The middle threads of PriorityInversion burn CPU for this many times hold_us in a round. */
constexpr uint32_t kMiddleHolds = 4;

[[noreturn]] void do_work(Worker &worker, const MutexContention &work);
[[noreturn]] void do_work(Worker &worker, const PriorityInversion &work);
[[noreturn]] void do_work(Worker &worker, const ProducerConsumerImbalance &work);

} /* namespace ktstr */
