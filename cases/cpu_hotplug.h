/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPU hotplug through sysfs, for bodies: each call makes the check that it worked. Inside the
 * guest, on a body's one thread.
 */
#pragma once

#include "cases/topology_expected.h"
#include "harness/scenario/guest.h"

namespace ktstr {

/** Check "cpu-set-online"; @expected follows. */
void set_cpu_online(Guest &guest, ExpectedTopology &expected, unsigned cpu, bool online);
/** Check "smt-set": writes @state to smt/control. */
void set_smt(Guest &guest, const char *state);
/** Check "runs-everywhere": this process runs on each CPU that is online. */
void check_runs_everywhere(Guest &guest, const ExpectedTopology &expected);

} /* namespace ktstr */
