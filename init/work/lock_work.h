/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types whose threads wait for a lock or a queue (harness/scenario/work.h says what each
 * does). None returns. Iterations are those of one thread: of MutexContention one round of lock,
 * work and unlock; of PriorityInversion a round of all threads; of ProducerConsumerImbalance an
 * item that the first consumer has consumed. Wake latency is from the unlock, push or pop that woke
 * a thread until it ran; of PriorityInversion it is a high thread's time to get the mutex.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

/** The middle threads of PriorityInversion burn CPU for so many times hold_us in a round. */
constexpr uint32_t kMiddleHolds = 4;

[[noreturn]] void do_work(Worker &worker, const MutexContention &work);
[[noreturn]] void do_work(Worker &worker, const PriorityInversion &work);
[[noreturn]] void do_work(Worker &worker, const ProducerConsumerImbalance &work);

} /* namespace ktstr */
