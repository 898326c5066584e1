/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Topology checks: what the guest's kernel sees of its machine, against what was declared. Each
 * function makes one check, whose detail names the first difference: file, got, want. Called inside
 * the guest, on a body's one thread. What the tables of a fault tell is never looked at. A file
 * that is not there is a difference; where the kernel shows none of a kind, there is no data.
 *
 * check_scx_view() needs ktstr_topology, which calls the kfuncs of kTopologyKfuncs. On a kernel
 * without them all cases under ktstr_topology are skipped, with the checks of files and domains in
 * them, so that nothing compares the presets. hotplug.eevdf, topology.steal-time and
 * topology-fault.* stay.
 */
#pragma once

#include "cases/topology_expected.h"
#include "harness/scenario/guest.h"

namespace ktstr {

/** "cpu-topology": masks of CPUs, packages, cores and threads. */
void check_cpu_topology(Guest &guest, const ExpectedTopology &expected);
/** "cpu-caches": who shares which level. */
void check_cpu_caches(Guest &guest, const ExpectedTopology &expected);
/** "cpuinfo": numbers and APIC ids in /proc/cpuinfo. */
void check_cpuinfo(Guest &guest, const ExpectedTopology &expected);
/** "numa-nodes": which there are, with what CPUs and memory, how far from each other. */
void check_numa_nodes(Guest &guest, const ExpectedTopology &expected);
/** "numa-access": each node's best latency and bandwidth; nothing where none is declared. */
void check_numa_access(Guest &guest, const ExpectedTopology &expected);

/** "sched-domains": spans and flags of every CPU's domains. */
void check_sched_domains(Guest &guest, const ExpectedTopology &expected);

/** "scx-cpus" and "scx-nodes": what ktstr_topology, attached, was told. */
void check_scx_view(Guest &guest, const ExpectedTopology &expected);

/** All but those of sched_ext. */
void check_kernel_view(Guest &guest, const ExpectedTopology &expected);
/** All of them, those of sched_ext last. */
void check_topology_view(Guest &guest, const ExpectedTopology &expected);

} /* namespace ktstr */
