/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types in which workers 2k and 2k + 1 of a team wake each other through pipes (described in
 * harness/scenario/work.h). A message is the time at which it was written, so the reader knows how
 * long its wakeup took. None returns.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const PipeIo &work);
[[noreturn]] void do_work(Worker &worker, const CachePipe &work);

} /* namespace ktstr */
