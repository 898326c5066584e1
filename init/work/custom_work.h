/* SPDX-License-Identifier: GPL-2.0 */
/* Runs work that a case defines (harness/scenario/custom_work.h). Does not return. */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

/** The worker fails if nobody registered the name, or if the function returns. */
[[noreturn]] void do_work(Worker &worker, const Custom &work);

} /* namespace ktstr */
