/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From the topology that a case declares to the one that the machine is built from. Pure; any
 * thread.
 *
 * Memory that a machine needs: 192 MiB for kernel, initramfs and its files, in whichever nodes they
 * are, counted as node 0's; and the larger of 2 MiB for each CPU (its per-CPU areas and stacks) and
 * 64 MiB for each further node.
 */
#pragma once

#include <cstdint>

#include "harness/scenario/topology/topology.h"
#include "vmm/topology.h"

namespace ktstr {

uint64_t min_memory_mib(const Topology &topology);

/** Memory that such a machine gets where nobody said how much, MiB; what memory= gives in all. */
uint64_t default_memory_mib(const Topology &topology);

/**
 * The same with --memory, 0 for none: no less than the machine needs, so that one figure does for
 * cases of all widths. A topology with memory= says it all itself.
 */
uint64_t machine_memory_mib(const Topology &topology, uint64_t asked_mib);

/**
 * @memory_mib: the machine's, spread over the nodes where the topology does not give each one's.
 * Errors, naming field and bound: an impossible topology, a node or a machine with too little
 * memory, node sizes that contradict @memory_mib, no such fault, a fault that has nothing to
 * change.
 */
Result<MachineTopology> make_machine_topology(const Topology &topology, uint64_t memory_mib);

} /* namespace ktstr */
