/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a scenario needs of the machine, the kernel and the guest's files, told by what it says.
 * Pure functions; any thread.
 */
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/scenario/case.h"
#include "harness/scenario/needs.h"

namespace ktstr {

struct ScenarioNeeds {
	bool net = false; /* a NIC that sends back what it gets */
	bool disk = false;
	std::vector<ConfigNeed> options;   /* each once */
	std::vector<std::string> programs; /* of its payloads, as it names them, each once */
};

/** Of @test's scenario, under its scheduler or none. */
ScenarioNeeds scenario_needs(const Case &test);

/** Of one type of work. */
ScenarioNeeds work_needs(const Work &type);

/** All options that scenario_needs() may ask for. */
const std::vector<ConfigNeed> &all_scenario_options();

/** Calls @change for every payload in @scenario, those of ops as well. */
void change_payloads(Scenario *scenario, const std::function<void(Payload &)> &change);

} /* namespace ktstr */
