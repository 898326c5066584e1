/* SPDX-License-Identifier: GPL-2.0 */
#include "init/priority.h"

#include <sched.h>

namespace ktstr {

void take_init_priority()
{
	constexpr int kInitPriority = 98;
	struct sched_param priority = {};

	priority.sched_priority = kInitPriority;
	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority);
}

} /* namespace ktstr */
