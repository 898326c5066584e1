/* SPDX-License-Identifier: GPL-2.0 */
/* Work with processes and cgroups. Plain data; see harness/scenario/work.h. */
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"
#include "harness/scenario/work/traits.h"

namespace ktstr {

/** Forks a child that exits, reaps it, and repeats. */
struct ForkExit {};
KTSTR_FIELDS(ForkExit) {}

/** Makes and removes @groups cgroups below its own; @period_ms for each round. */
struct CgroupChurn {
	uint32_t groups = 4;
	uint32_t period_ms = 20;
};
KTSTR_FIELDS(CgroupChurn)
{
	v("groups", x.groups, between(1, 256, "cgroups"));
	v("period_ms", x.period_ms, kPeriodMs);
}
KTSTR_NEEDS(CgroupChurn)
{
	n(kCgroups);
}

/** Moves itself back and forth between @groups cgroups below its own. */
struct CgroupAttachStorm {
	uint32_t groups = 2;
};
KTSTR_FIELDS(CgroupAttachStorm)
{
	v("groups", x.groups, between(2, 256, "cgroups"));
}
KTSTR_NEEDS(CgroupAttachStorm)
{
	n(kCgroups);
}

using ProcessWorkTypes = std::variant<ForkExit, CgroupChurn, CgroupAttachStorm>;

} /* namespace ktstr */
