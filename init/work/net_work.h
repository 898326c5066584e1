/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that use the network device of WorkDevices (harness/scenario/work.h says what each
 * does), which gives each frame back. None returns. A round whose frames do not all come back in
 * 100 ms is no iteration.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const NetTraffic &work);
[[noreturn]] void do_work(Worker &worker, const IrqWake &work);

} /* namespace ktstr */
