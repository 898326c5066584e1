/* SPDX-License-Identifier: GPL-2.0 */
/* judge_program(): checks one run of a program against its Payload. Pure; any thread. */
#pragma once

#include <vector>

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/guest.h"
#include "harness/scenario/measurement.h"

namespace ktstr {

/**
 * Reports the exit code, unless the program was killed, and each metric. Reports point into
 * @payload.
 */
std::vector<CheckReport> judge_program(const Payload &payload, const ProgramRun &run);

} /* namespace ktstr */
