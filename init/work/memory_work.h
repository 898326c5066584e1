/* SPDX-License-Identifier: GPL-2.0 */
/* Work types that use memory (harness/scenario/work.h says what each does). None returns. */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const CachePressure &work);
[[noreturn]] void do_work(Worker &worker, const CacheYield &work);
[[noreturn]] void do_work(Worker &worker, const PageFaultChurn &work);
/** A move is an iteration; it burns CPU until the next one. With a single node it moves to that. */
[[noreturn]] void do_work(Worker &worker, const NumaMigrationChurn &work);
/** A walk is an iteration. */
[[noreturn]] void do_work(Worker &worker, const NumaWorkingSetSweep &work);

} /* namespace ktstr */
