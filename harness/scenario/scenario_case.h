/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ScenarioCase: a case that is pure data: the content of a --scenario file, and what the host sends
 * to the guest. Plain data; any thread.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/scenario.h"

namespace ktstr {

/** Has the same kinds as CaseScheduler (harness/scenario/case.h). */
struct ScenarioScheduler {
	enum class Kind { none, builtin, any, tree };
	Kind kind = Kind::none;
	std::string program = {};
	std::vector<std::string> arguments = {};
	Checks checks = {}; /* bounds where the scenario gives none */
};

struct ScenarioCase {
	std::string name;		  /* [A-Za-z0-9_.:-]+ */
	std::string description;	  /* one sentence */
	std::string topology = "1:1:2:1"; /* text form, or a preset's name */
	ScenarioScheduler scheduler = {};
	std::vector<std::string> needs_options = {};
	uint32_t deadline_ms = 20000; /* guest time */
	Scenario scenario = {};
};

} /* namespace ktstr */
