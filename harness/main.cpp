/* SPDX-License-Identifier: GPL-2.0 */
#include <unistd.h>

#include <string>
#include <vector>

#include "harness/base/signals.h"
#include "harness/coordinator.h"
#include "harness/hosts/host.h"
#include "harness/options/exit_codes.h"
#include "harness/session/session.h"
#include "vmm/base/standard_fds.h"

/* One binary, three roles: PID 1 of an emulated host, the session of one VM, or coordinator. */
int main(int argc, char **argv)
{
	std::vector<std::string> arguments(argv + 1, argv + argc);

	ktstr::open_standard_fds();
	ktstr::reset_inherited_signals();
	if (getpid() == 1)
		ktstr::emulated_host_agent();
	if (!arguments.empty() && arguments[0] == "session")
		return arguments.size() == 2 ? ktstr::run_session(arguments[1]) : ktstr::kExitUsage;
	return ktstr::run_coordinator(arguments);
}
