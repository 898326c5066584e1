/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types whose threads wake each other (described in harness/scenario/work.h). None returns.
 * Every thread that slept samples the time from its wakeup until it ran. Iterations are those of
 * the thread that begins a round.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const FutexPingPong &work);
[[noreturn]] void do_work(Worker &worker, const FutexFanOut &work);
[[noreturn]] void do_work(Worker &worker, const FanOutCompute &work);
[[noreturn]] void do_work(Worker &worker, const WakeChain &work);
[[noreturn]] void do_work(Worker &worker, const AsymmetricWaker &work);
[[noreturn]] void do_work(Worker &worker, const ThunderingHerd &work);

} /* namespace ktstr */
