/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The rules that a list of cases must keep, apart from the one list of this binary (case.h), so
 * that they can be tested. Pure; any thread.
 */
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/case.h"
#include "vmm/base/result.h"

namespace ktstr {

/** [A-Za-z0-9_.:-]+ */
bool is_case_name(std::string_view name);

/**
 * Sorts by name. Errors: a malformed name, no description, a name used twice, an impossible
 * topology, both a body and a scenario, a scenario without steps.
 */
Result<void> sort_cases(std::vector<const Case *> &cases);

/** The second case of one with a baseline. */
struct Baseline {
	std::string name;
	Case test;
};

/**
 * Adds each one's baseline, which @baselines keeps and which must stay there, and sorts. Errors:
 * those of sort_cases(), also for names that only baselines share; a baseline of a case without a
 * scheduler.
 */
Result<void> complete_cases(std::vector<const Case *> &cases, std::deque<Baseline> &baselines);

} /* namespace ktstr */
