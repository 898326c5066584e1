/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ScenarioCase: a case that is nothing but data: what a file given with --scenario holds, and what
 * the guest is sent. Plain data; any thread.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/scenario.h"

namespace ktstr {

/** The words of CaseScheduler (harness/scenario/case.h). */
struct ScenarioScheduler {
	enum class Kind { none, builtin, any, tree };
	Kind kind = Kind::none;
	std::string program = {};
	std::vector<std::string> arguments = {};
	Checks checks = {}; /* bounds that it is held to where the scenario gives none */
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
