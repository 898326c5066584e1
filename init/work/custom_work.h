/* SPDX-License-Identifier: GPL-2.0 */
/* Runs the work that a case has brought (harness/scenario/custom_work.h). Does not return. */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

/** A name that nobody registered, and a function that returns, are failures of the worker. */
[[noreturn]] void do_work(Worker &worker, const Custom &work);

} /* namespace ktstr */
