/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/machine_exit.h"

namespace ktstr {

const char *to_string(MachineExit exit)
{
	switch (exit) {
	case MachineExit::running:
		return "running";
	case MachineExit::power_off:
		return "power-off";
	case MachineExit::reset:
		return "reset";
	case MachineExit::triple_fault:
		return "triple-fault";
	case MachineExit::internal_error:
		return "internal-error";
	case MachineExit::stopped:
		return "stopped";
	}
	return "unknown";
}

} /* namespace ktstr */
