/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a guest measured, as result.json has it (README, "result.json"). Pure; any thread.
 */
#pragma once

#include "harness/scenario/json/json_value.h"
#include "harness/wire/measurement_reader.h"

namespace ktstr {

JsonValue measurements_json(const MeasurementReader &measured);

} /* namespace ktstr */
