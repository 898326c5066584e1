/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Topology checks compare what the guest's kernel sees of its machine with what was declared. Each
 * function reports one check, whose detail names the first difference: file, got, want. Called
 * inside the guest, on the body's only thread. A fault in the tables never changes what is wanted.
 * A missing file is a difference; if the kernel shows no file of a kind, there is no data.
 *
 * check_scx_view() needs ktstr_topology, which calls the kfuncs of kTopologyKfuncs. A kernel
 * without them skips all cases under ktstr_topology, including their checks of files and domains,
 * so nothing compares the presets there. hotplug.eevdf, topology.cpus-512, topology.steal-time and
 * topology-fault.* still run.
 */
#pragma once

#include "cases/topology_expected.h"
#include "harness/scenario/guest.h"

namespace ktstr {

/** "cpu-topology": masks of CPUs, packages, cores and threads. */
void check_cpu_topology(Guest &guest, const ExpectedTopology &expected);
/** "cpu-caches": which CPUs share each cache level. */
void check_cpu_caches(Guest &guest, const ExpectedTopology &expected);
/** "cpuinfo": counts and APIC ids in /proc/cpuinfo. */
void check_cpuinfo(Guest &guest, const ExpectedTopology &expected);
/** "numa-nodes": the nodes with their CPUs, memory and distances. */
void check_numa_nodes(Guest &guest, const ExpectedTopology &expected);
/** "numa-access": each node's best latency and bandwidth; no check if none is declared. */
void check_numa_access(Guest &guest, const ExpectedTopology &expected);

/** "sched-domains": spans and flags of every CPU's domains. */
void check_sched_domains(Guest &guest, const ExpectedTopology &expected);

/** "scx-cpus" and "scx-nodes": what sched_ext told ktstr_topology, which must be attached. */
void check_scx_view(Guest &guest, const ExpectedTopology &expected);

/** All checks but those of sched_ext. */
void check_kernel_view(Guest &guest, const ExpectedTopology &expected);
/** All checks, those of sched_ext last. */
void check_topology_view(Guest &guest, const ExpectedTopology &expected);

} /* namespace ktstr */
