/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types in which the workers 2k and 2k + 1 of a team wake each other by pipes
 * (harness/scenario/work.h says what each does). A message is the time at which it was written, so
 * that the reader knows how long its wake-up took. None returns.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const PipeIo &work);
[[noreturn]] void do_work(Worker &worker, const CachePipe &work);

} /* namespace ktstr */
