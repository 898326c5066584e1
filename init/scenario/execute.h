/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs a scenario in the guest: in the process of the case's body, a child of PID 1, on its only
 * thread. It removes everything that it creates. If it crashes, PID 1 does the rest
 * (clear_scenario_cgroups()).
 */
#pragma once

#include "harness/scenario/guest.h"
#include "harness/scenario/scenario_case.h"
#include "harness/wire/job.h"
#include "harness/wire/measurement_writer.h"

namespace ktstr {

/**
 * Passes measurements to @send for the host to judge. A failed op fails check "scenario" of @guest,
 * with step, op and cause.
 */
void execute_scenario(const ScenarioCase &scenario, const Job &job, Guest &guest,
		      MeasurementWriter::Send send);

} /* namespace ktstr */
