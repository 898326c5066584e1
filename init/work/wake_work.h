/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types whose threads wake each other (harness/scenario/work.h says what each does). None
 * returns. Every thread that slept samples how long it took from the wake-up until it ran; the
 * iterations are those of the thread that begins a round.
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
