/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that use the disk of WorkDevices, a block device or a file (described in
 * harness/scenario/work.h). None returns. Writers overwrite what is there: each worker writes its
 * own part of the disk from start to end, then starts over. A disk too small for that makes the
 * worker fail.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const IoSyncWrite &work);
[[noreturn]] void do_work(Worker &worker, const IoRandRead &work);
[[noreturn]] void do_work(Worker &worker, const IoConvoy &work);

} /* namespace ktstr */
