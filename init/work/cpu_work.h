/* SPDX-License-Identifier: GPL-2.0 */
/* Work types that use CPU time (harness/scenario/work.h says what each does). None returns. */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

[[noreturn]] void do_work(Worker &worker, const Spin &work);
[[noreturn]] void do_work(Worker &worker, const Yield &work);
[[noreturn]] void do_work(Worker &worker, const Mixed &work);
[[noreturn]] void do_work(Worker &worker, const AluHot &work);
[[noreturn]] void do_work(Worker &worker, const SmtSiblingSpin &work);
[[noreturn]] void do_work(Worker &worker, const IpcVariance &work);
[[noreturn]] void do_work(Worker &worker, const Bursty &work);
[[noreturn]] void do_work(Worker &worker, const IdleChurn &work);
[[noreturn]] void do_work(Worker &worker, const Sequence &work);

} /* namespace ktstr */
