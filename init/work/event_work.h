/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that wait for events, signals and timers (harness/scenario/work.h says what each
 * does). None returns. Wake latency of EpollStorm is from the writing of the event that a consumer
 * got to the consumer running, of SignalStorm from the sending, of TimerLatency from the time asked
 * for.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const EpollStorm &work);
[[noreturn]] void do_work(Worker &worker, const SignalStorm &work);
[[noreturn]] void do_work(Worker &worker, const TimerLatency &work);

} /* namespace ktstr */
