/* SPDX-License-Identifier: GPL-2.0 */
#include "init/x86/sleep_control.h"

#include <fcntl.h>
#include <unistd.h>

#include "vmm/base/unique_fd.h"

namespace ktstr {

void switch_machine_off()
{
	UniqueFd ports(open("/dev/port", O_WRONLY | O_CLOEXEC));

	if (ports.valid())
		(void)!pwrite(ports.get(), &kSleepOff, sizeof(kSleepOff), kSleepControlPort);
}

} /* namespace ktstr */
