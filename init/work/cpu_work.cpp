/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/cpu_work.h"

#include <sched.h>

namespace ktstr
{

void do_work(Worker &worker, const Spin &work)
{
	for (;;) {
		worker.burn_us(work.chunk_us);
		worker.iteration();
	}
}

void do_work(Worker &worker, const Yield &)
{
	for (;;) {
		sched_yield();
		worker.iteration();
	}
}

} /* namespace ktstr */
