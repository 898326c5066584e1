/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Scenario: a case as data. The backdrop lives as long as the scenario, what a step makes dies at
 * the step's end, in reverse order. Plain data; any thread. The host validates it whole before it
 * boots anything (harness/scenario/rules/validate.h), the guest carries it out, and as JSON it goes
 * from one to the other and to and from files (harness/scenario/json/json.h).
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

/** For so long. */
struct HoldFor {
	uint32_t ms = 500;
};

/** For a fraction of Scenario::duration_ms. */
struct HoldShare {
	double share = 1;
};

/** The step's ops again every @every_ms, for @ms in all. */
struct HoldLoop {
	uint32_t every_ms = 100;
	uint32_t ms = 1000;
};

using Hold = std::variant<HoldFor, HoldShare, HoldLoop>;

struct Step {
	std::string name = {};		     /* in messages; "step N" without one */
	std::vector<CgroupDef> cgroups = {}; /* made before the ops */
	std::vector<Op> ops = {};
	Hold hold = HoldFor{0}; /* after them */
};

struct Backdrop {
	std::vector<CgroupDef> cgroups = {};
	std::vector<Op> ops = {}; /* such as spawn in the runner's cgroup */
};

struct Scenario {
	uint32_t duration_ms = 2000;  /* guest time, what shares of it are taken of */
	uint32_t disk_latency_ms = 0; /* of each request to the disk, in time of the host */
	Backdrop backdrop = {};
	std::vector<Step> steps = {};
	Checks checks = {};

	bool empty() const { return steps.empty(); }
};

} /* namespace ktstr */
