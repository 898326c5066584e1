/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a scenario needs from the machine, the kernel and the guest's files, from its content. Pure
 * functions; any thread.
 */
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "harness/scenario/case.h"
#include "harness/scenario/needs.h"

namespace ktstr {

struct ScenarioNeeds {
	std::set<std::string> devices;	   /* names of GuestDevices */
	std::vector<ConfigNeed> options;   /* no duplicates */
	std::vector<std::string> programs; /* of its payloads, as named there; no duplicates */
};

/** The needs of @test's scenario, under its scheduler or none. */
ScenarioNeeds scenario_needs(const Case &test);

/** The needs of one type of work. */
ScenarioNeeds work_needs(const Work &type);

/** All options that scenario_needs() can return. */
const std::vector<ConfigNeed> &all_scenario_options();

/** Calls @change for every payload in @scenario, including those of ops. */
void change_payloads(Scenario *scenario, const std::function<void(Payload &)> &change);

} /* namespace ktstr */
