/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that wait for events, signals and timers (described in harness/scenario/work.h). None
 * returns. Wake latency ends when the thread runs. It begins when the event that a consumer took
 * was written (EpollStorm), when the signal was sent (SignalStorm), or at the requested time
 * (TimerLatency).
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const EpollStorm &work);
[[noreturn]] void do_work(Worker &worker, const SignalStorm &work);
[[noreturn]] void do_work(Worker &worker, const TimerLatency &work);

} /* namespace ktstr */
