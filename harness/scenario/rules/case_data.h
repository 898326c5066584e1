/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Converts cases with a scenario to data and back: for --list -v, for the guest's job, and for the
 * Case of a --scenario file. Any thread.
 */
#pragma once

#include <memory>

#include "harness/scenario/case.h"
#include "harness/scenario/scenario_case.h"
#include "vmm/base/result.h"

namespace ktstr {

/** @test as data, for a machine with @topology. */
ScenarioCase as_scenario_case(const Case &test, const Topology &topology);

/** A Case together with the data that it points to. Not movable. */
class OwnedCase {
public:
	/**
	 * Errors name @origin and the field: a malformed name or topology, no description, no
	 * scheduler.
	 */
	static Result<std::unique_ptr<const OwnedCase>> create(ScenarioCase data,
							       const std::string &origin);
	OwnedCase(const OwnedCase &) = delete;
	OwnedCase &operator=(const OwnedCase &) = delete;

	const Case &get() const { return case_; }

private:
	explicit OwnedCase(ScenarioCase data);

	const ScenarioCase data_;
	Case case_;
};

} /* namespace ktstr */
