/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bounds of each field of a Topology, for the parser and for check_topology(). Private to
 * topology_text.cpp and topology_check.cpp; constants and pure functions, any thread.
 */
#pragma once

#include <algorithm>
#include <functional>

#include "harness/scenario/topology/topology.h"

namespace ktstr {

struct FieldBounds {
	const char *field; /* name in errors */
	uint64_t minimum;
	uint64_t maximum;
};

namespace topology_bounds {

constexpr FieldBounds kNuma = {"NUMA", 1, kMaxTopologyNodes};
constexpr FieldBounds kMemoryNodes = {"memory-only nodes", 1, kMaxTopologyNodes - 1};
constexpr FieldBounds kLlcs = {"LLCS", 1, kMaxTopologyCpus};
constexpr FieldBounds kCores = {"CORES", 1, kMaxTopologyCpus};
constexpr FieldBounds kThreads = {"THREADS", 1, kMaxTopologyCpus};
constexpr FieldBounds kOffline = {"offline", 0, kMaxTopologyCpus - 1};
constexpr FieldBounds kMemory = {"memory", 1, kMaxMemoryMib};
/* ACPI 6.5 §5.2.17: 0 to 9 are reserved, 255 means unreachable. */
constexpr FieldBounds kDistance = {"distance", 10, 254};
/* ACPI 6.5 §5.2.28.4: 16-bit entries; 0 means not provided, 65535 unreachable. */
constexpr FieldBounds kLatency = {"latency", 1, 65534};
/* hmat_normalize() (drivers/acpi/numa/hmat.c) rejects products beyond 32 bits. */
constexpr FieldBounds kBandwidth = {"bandwidth", 1, 10000000};

} /* namespace topology_bounds */

/** "topology: FIELD is VALUE: at least MINIMUM". */
Result<void> check_bounds(const FieldBounds &bounds, uint64_t value);
/** Checks only nodes, LLCs, cores and threads, which determine the sizes of the other fields. */
Result<void> check_shape(const Topology &topology);

/** Whether one plain number says as much as @list; also true if @list is empty. */
inline bool all_alike(const std::vector<unsigned> &list)
{
	return std::adjacent_find(list.begin(), list.end(), std::not_equal_to<>()) == list.end();
}

inline Error topology_error(std::string what)
{
	return format_error("topology", std::move(what));
}

} /* namespace ktstr */
