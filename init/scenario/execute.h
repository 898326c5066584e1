/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Carries out a scenario in the guest: in the process of the case's body, a child of PID 1, on its
 * one thread. What it makes it takes down again; what it could not, after a crash of its own, PID 1
 * does (clear_scenario_cgroups()).
 */
#pragma once

#include "harness/scenario/guest.h"
#include "harness/scenario/scenario_case.h"
#include "harness/wire/job.h"
#include "harness/wire/measurement_writer.h"

namespace ktstr {

/**
 * Gives @send what it measures, for the host to judge. A failed op is check "scenario" of @guest,
 * with step, op and cause.
 */
void execute_scenario(const ScenarioCase &scenario, const Job &job, Guest &guest,
		      MeasurementWriter::Send send);

} /* namespace ktstr */
