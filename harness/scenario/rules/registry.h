/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rules for lists of cases. Separate from this binary's own list (case.h), so that tests can use
 * them. Pure; any thread.
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

/** The baseline of a case: a second case without its scheduler. */
struct Baseline {
	std::string name;
	Case test;
};

/**
 * Adds the baselines of all cases and sorts. @baselines owns the baselines and must outlive @cases.
 * Errors: those of sort_cases(), for baselines too; a baseline of a case without a scheduler.
 */
Result<void> complete_cases(std::vector<const Case *> &cases, std::deque<Baseline> &baselines);

} /* namespace ktstr */
