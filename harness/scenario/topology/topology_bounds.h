/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What each field of a Topology may be, for the parser and the check of one that was written in
 * C++. Private to topology_text.cpp and topology_check.cpp; constants and pure functions, any
 * thread.
 */
#pragma once

#include <algorithm>
#include <functional>

#include "harness/scenario/topology/topology.h"

namespace ktstr {

struct FieldBounds {
	const char *field; /* as errors name it */
	uint64_t minimum;
	uint64_t maximum;
};

namespace topology_bounds {

constexpr FieldBounds kNuma = {"NUMA", 1, kMaxTopologyNodes};
constexpr FieldBounds kMemoryNodes = {"nodes with memory alone", 1, kMaxTopologyNodes - 1};
constexpr FieldBounds kLlcs = {"LLCS", 1, kMaxTopologyCpus};
constexpr FieldBounds kCores = {"CORES", 1, kMaxTopologyCpus};
constexpr FieldBounds kThreads = {"THREADS", 1, kMaxTopologyCpus};
constexpr FieldBounds kOffline = {"offline", 0, kMaxTopologyCpus - 1};
constexpr FieldBounds kMemory = {"memory", 1, kMaxMemoryMib};
/* ACPI 6.5 §5.2.17: 0 to 9 have no meaning, 255 is unreachable. */
constexpr FieldBounds kDistance = {"distance", 10, 254};
/* ACPI 6.5 §5.2.28.4: entries of 16 bits, 0 is not given, 65535 unreachable. */
constexpr FieldBounds kLatency = {"latency", 1, 65534};
/* hmat_normalize() (drivers/acpi/numa/hmat.c) takes no product beyond 32 bits. */
constexpr FieldBounds kBandwidth = {"bandwidth", 1, 10000000};

} /* namespace topology_bounds */

/** "topology: FIELD is VALUE: at least MINIMUM". */
Result<void> check_bounds(const FieldBounds &bounds, uint64_t value);
/** Nodes, LLCs, cores and threads alone: what the sizes of the other fields follow from. */
Result<void> check_shape(const Topology &topology);

/** A list that the plain number says as well; an empty one is. */
inline bool all_alike(const std::vector<unsigned> &list)
{
	return std::adjacent_find(list.begin(), list.end(), std::not_equal_to<>()) == list.end();
}

inline Error topology_error(std::string what)
{
	return format_error("topology", std::move(what));
}

} /* namespace ktstr */
