/* SPDX-License-Identifier: GPL-2.0 */
/* Work on memory: caches, page faults, NUMA nodes. Plain data; see harness/scenario/work.h. */
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"
#include "harness/scenario/work/traits.h"

namespace ktstr {

/** Writes @kib with a stride of @stride bytes. */
struct CachePressure {
	uint32_t kib = 256;
	uint32_t stride = 64;
};
KTSTR_FIELDS(CachePressure)
{
	v("kib", x.kib, kKib);
	v("stride", x.stride, kStride);
}

/** Like CachePressure, but yields after each round. */
struct CacheYield {
	uint32_t kib = 256;
	uint32_t stride = 64;
};
KTSTR_FIELDS(CacheYield)
{
	v("kib", x.kib, kKib);
	v("stride", x.stride, kStride);
}

/** Like PipeIo, but with CachePressure instead of burning CPU. */
struct CachePipe {
	static constexpr WorkTraits kTraits = {.in_pairs = true, .pipes = true};

	uint32_t kib = 256;
	uint32_t stride = 64;
};
KTSTR_FIELDS(CachePipe)
{
	v("kib", x.kib, kKib);
	v("stride", x.stride, kStride);
}

/** Maps @region_kib, touches @touches pages of it, unmaps. */
struct PageFaultChurn {
	uint32_t region_kib = 4096;
	uint32_t touches = 256;
};
KTSTR_FIELDS(PageFaultChurn)
{
	v("region_kib", x.region_kib, kKib);
	v("touches", x.touches, between(1, 1 << 18, "pages"));
}

/** Moves itself and its pages to the next NUMA node every @period_ms. */
struct NumaMigrationChurn {
	static constexpr WorkTraits kTraits = {.binds_itself = true, .memory_nodes = true};

	uint32_t period_ms = 50;
	uint32_t region_kib = 1024;
};
KTSTR_FIELDS(NumaMigrationChurn)
{
	v("period_ms", x.period_ms, kPeriodMs);
	v("region_kib", x.region_kib, kKib);
}
KTSTR_NEEDS(NumaMigrationChurn)
{
	n(kNuma);
	n(kMigration);
}

/** Walks through @region_kib; its pages move to another node every @period_ms, its CPUs stay. */
struct NumaWorkingSetSweep {
	static constexpr WorkTraits kTraits = {.memory_nodes = true};

	uint32_t period_ms = 50;
	uint32_t region_kib = 4096;
};
KTSTR_FIELDS(NumaWorkingSetSweep)
{
	v("period_ms", x.period_ms, kPeriodMs);
	v("region_kib", x.region_kib, kKib);
}
KTSTR_NEEDS(NumaWorkingSetSweep)
{
	n(kNuma);
	n(kMigration);
}

using MemoryWorkTypes = std::variant<CachePressure, CacheYield, CachePipe, PageFaultChurn,
				     NumaMigrationChurn, NumaWorkingSetSweep>;

} /* namespace ktstr */
