/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPU hotplug through sysfs for case bodies. Each call reports a check of whether it worked. Called
 * inside the guest, on the body's only thread.
 */
#pragma once

#include "cases/topology_expected.h"
#include "harness/scenario/guest.h"

namespace ktstr {

/** Reports check "cpu-set-online" and updates @expected. */
void set_cpu_online(Guest &guest, ExpectedTopology &expected, unsigned cpu, bool online);
/** Writes @state to smt/control; reports check "smt-set". */
void set_smt(Guest &guest, const char *state);
/** Reports check "runs-everywhere": this process can run on every online CPU. */
void check_runs_everywhere(Guest &guest, const ExpectedTopology &expected);

} /* namespace ktstr */
