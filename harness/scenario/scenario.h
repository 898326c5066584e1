/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Scenario: a case as data. The backdrop lives as long as the scenario; what a step creates is
 * removed in reverse order when the step ends. Plain data; any thread. The host validates the whole
 * scenario before any boot (harness/scenario/rules/validate.h) and sends it to the guest as JSON
 * (harness/scenario/json/json.h), which runs it.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/checks.h"
#include "harness/scenario/op.h"

namespace ktstr {

/** Holds for @ms. */
struct HoldFor {
	uint32_t ms = 500;
};

/** Holds for a fraction of Scenario::duration_ms. */
struct HoldShare {
	double share = 1;
};

/** Repeats the step's ops every @every_ms, for @ms in all. */
struct HoldLoop {
	uint32_t every_ms = 100;
	uint32_t ms = 1000;
};

using Hold = std::variant<HoldFor, HoldShare, HoldLoop>;

struct Step {
	std::string name = {};		     /* in messages; empty: "step N" */
	std::vector<CgroupDef> cgroups = {}; /* created before the ops */
	std::vector<Op> ops = {};
	Hold hold = HoldFor{0}; /* after them */
};

struct Backdrop {
	std::vector<CgroupDef> cgroups = {};
	std::vector<Op> ops = {}; /* such as spawn in the runner's cgroup */
};

struct Scenario {
	uint32_t duration_ms = 2000;  /* guest time; the base of HoldShare */
	uint32_t disk_latency_ms = 0; /* of each request to the disk, in host time */
	Backdrop backdrop = {};
	std::vector<Step> steps = {};
	Checks checks = {};

	bool empty() const { return steps.empty(); }
};

} /* namespace ktstr */
