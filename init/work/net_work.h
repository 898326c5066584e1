/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that use the network device of WorkDevices, which gives each frame back (described in
 * harness/scenario/work.h). None returns. A round is an iteration only if all of its frames come
 * back within 100 ms.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const NetTraffic &work);
[[noreturn]] void do_work(Worker &worker, const IrqWake &work);

} /* namespace ktstr */
