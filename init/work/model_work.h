/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Models of whole programs (harness/scenario/work.h says what each does). None returns. Wake
 * latency of Schbench is that of its workers, as in schbench itself; of Taobench that of every
 * thread that waited for a request or an answer. Iterations are the requests of the first worker or
 * client.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const Schbench &work);
[[noreturn]] void do_work(Worker &worker, const Taobench &work);

} /* namespace ktstr */
