/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Turns the topology that a case declares into the one that the machine is built from. Pure; any
 * thread.
 *
 * A machine needs 192 MiB for the kernel, the initramfs and its files, plus the larger of 2 MiB for
 * each CPU (per-CPU areas and stacks) and 64 MiB for each further node. The 192 MiB count as node
 * 0's, whichever nodes they end up in.
 */
#pragma once

#include <cstdint>

#include "harness/scenario/topology/topology.h"
#include "vmm/topology.h"

namespace ktstr {

uint64_t min_memory_mib(const Topology &topology);

/** Memory of a machine without --memory, in MiB: the sum of memory=, or else a default. */
uint64_t default_memory_mib(const Topology &topology);

/**
 * The same with --memory=@asked_mib; 0: not given. Never less than the machine needs, so that one
 * figure serves cases of all widths. The memory= of a topology takes precedence.
 */
uint64_t machine_memory_mib(const Topology &topology, uint64_t asked_mib);

/**
 * @memory_mib: the machine's memory, spread over the nodes if the topology has no memory=. Errors,
 * naming field and bound: an impossible topology, a node or a machine with too little memory, node
 * sizes that contradict @memory_mib, an unknown fault, a fault that has nothing to change.
 */
Result<MachineTopology> make_machine_topology(const Topology &topology, uint64_t memory_mib);

} /* namespace ktstr */
