/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/placement.h"

#include <sched.h>

#include <memory>

namespace ktstr {

Result<void> pin_this_thread(unsigned cpu)
{
	size_t size = CPU_ALLOC_SIZE(cpu + 1);
	std::unique_ptr<cpu_set_t, void (*)(cpu_set_t *)> set(CPU_ALLOC(cpu + 1),
							      [](cpu_set_t *s) { CPU_FREE(s); });

	KTSTR_ASSERT(set);
	CPU_ZERO_S(size, set.get());
	CPU_SET_S(cpu, size, set.get());
	/* A confined process may only pass 0, the calling thread (vmm/confine.cpp). */
	if (sched_setaffinity(0, size, set.get()) < 0)
		return errno_error("pin to host CPU", std::to_string(cpu));
	return {};
}

} /* namespace ktstr */
