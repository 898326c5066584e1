/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Executor: runs a scenario from its first op to its last measurement. execute_scenario() makes and
 * uses it, in the process of the case's body, on its only thread.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/guest.h"
#include "harness/scenario/scenario_case.h"
#include "harness/wire/measurement_writer.h"
#include "init/scenario/stage.h"

namespace ktstr {

class Executor {
public:
	/** Owns none of these; they must outlive it. */
	Executor(const ScenarioCase &scenario, const Job &job, Guest &guest,
		 MeasurementWriter::Send send);

	/** Sends all measurements. Always finishes and cleans up, whatever fails. */
	void run();

private:
	Result<void> play();
	Result<void> run_step(size_t number, const Step &step);
	Result<void> run_ops(const std::vector<Op> &ops, const std::string &where);
	/** Reports one op, or the set-up of cgroups, and its error to the host. */
	Result<void> note(const std::string &what, const Result<void> &result);
	/** Between steps alone: what sending costs would be in the next window. */
	void send_windows();
	/** Measures for @ms. Error: a worker has stopped working. */
	Result<void> hold(uint32_t ms, const std::string &where);

	ScenarioCase case_; /* its payloads are numbered */
	const Job &job_;
	Guest &guest_;
	const bool looks_; /* whether to sample where the runnable workers are */
	MeasurementWriter writer_;
	Stage stage_;
	std::vector<Window> windows_; /* measured, and not yet sent */
	std::vector<std::string> problems_;
};

} /* namespace ktstr */
