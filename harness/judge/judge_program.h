/* SPDX-License-Identifier: GPL-2.0 */
/*
 * judge_program(): what a scenario's Payload asks of one run of its program. Pure; any thread.
 */
#pragma once

#include <vector>

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/guest.h"
#include "harness/scenario/measurement.h"

namespace ktstr {

/**
 * Its exit code, unless it was killed, and each metric that has bounds. Reports point into @payload.
 */
std::vector<CheckReport> judge_program(const Payload &payload, const ProgramRun &run);

} /* namespace ktstr */
