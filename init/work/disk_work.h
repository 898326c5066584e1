/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work types that use the disk of WorkDevices, a block device or a file (harness/scenario/work.h
 * says what each does). None returns. They write over what is there: each worker into its own part
 * of the disk, from its begin to its end and anew. A disk too small for that is a failure.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const IoSyncWrite &work);
[[noreturn]] void do_work(Worker &worker, const IoRandRead &work);
[[noreturn]] void do_work(Worker &worker, const IoConvoy &work);

} /* namespace ktstr */
