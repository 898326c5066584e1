/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Models of whole programs (described in harness/scenario/work.h). None returns. Schbench samples
 * the wake latency of its workers, as schbench itself does; Taobench that of every thread that
 * waited for a request or an answer. Iterations are the requests of the first worker or client.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const Schbench &work);
[[noreturn]] void do_work(Worker &worker, const Taobench &work);

} /* namespace ktstr */
