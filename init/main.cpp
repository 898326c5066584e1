/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ktstr_init: PID 1 of the guest. It also starts itself under other names as a scheduler process:
 * "sched NAME ARGS..." for a built-in one, "sched-object PATH ARGS..." for a .bpf.o.
 */
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "init/sched/builtin.h"
#include "init/session.h"
#include "vmm/base/standard_fds.h"

int main(int argc, char **argv)
{
	/* A kernel that has no console starts PID 1 without any (console_on_rootfs()). */
	ktstr::open_standard_fds();
	if (argc >= 3 && strcmp(argv[1], "sched") == 0)
		return ktstr::run_builtin_scheduler(argc - 2, argv + 2);
	if (argc >= 3 && strcmp(argv[1], "sched-object") == 0)
		return ktstr::run_object_scheduler(argc - 2, argv + 2);
	if (getpid() != 1) {
		fprintf(stderr, "ktstr_init runs as PID 1 of a ktstr guest\n");
		return 64;
	}
	ktstr::GuestSession session;
	session.run();
	ktstr::power_off();
}
