/* SPDX-License-Identifier: GPL-2.0 */
#include <sys/prctl.h>

#include "init/work/attribute_work.h"
#include "init/work/cpu_work.h"
#include "init/work/custom_work.h"
#include "init/work/disk_work.h"
#include "init/work/event_work.h"
#include "init/work/lock_work.h"
#include "init/work/memory_work.h"
#include "init/work/model_work.h"
#include "init/work/net_work.h"
#include "init/work/pipe_work.h"
#include "init/work/process_work.h"
#include "init/work/rt_work.h"
#include "init/work/wake_work.h"

namespace ktstr {

void run_work(const TeamWork &team, unsigned number)
{
	Worker worker(team, number);

	/* A late wakeup must be the scheduler's doing, not that of 50 us of timer slack. */
	prctl(PR_SET_TIMERSLACK, 1);
	std::visit([&worker](const auto &work) { do_work(worker, work); }, team.work());
	__builtin_unreachable();
}

} /* namespace ktstr */
