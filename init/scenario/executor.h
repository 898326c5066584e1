/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Executor: a scenario from its first op to its last measurement. Made and used by execute_scenario(), in
 * the process of the case's body, on its one thread.
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
	/** Nothing of it is owned; all outlive it. */
	Executor(const ScenarioCase &scenario, const Job &job, Guest &guest,
		 MeasurementWriter::Send send);

	/** Sends all of it; comes to its end, with all taken down, whatever fails on the way. */
	void run();

private:
	Result<void> play();
	Result<void> run_step(size_t number, const Step &step);
	Result<void> run_ops(const std::vector<Op> &ops, const std::string &where);
	/** One op, or the set-up of cgroups: told to the host, with its error. */
	Result<void> note(const std::string &what, const Result<void> &result);
	/** Measures for so long. Error: a worker was not at work any more. */
	Result<void> hold(uint32_t ms, const std::string &where);

	ScenarioCase case_; /* its payloads are numbered */
	const Job &job_;
	Guest &guest_;
	const bool looks_; /* at where the runnable workers are */
	MeasurementWriter writer_;
	Stage stage_;
	std::vector<std::string> problems_;
};

} /* namespace ktstr */
