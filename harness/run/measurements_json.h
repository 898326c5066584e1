/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest's measurements in the form of result.json (README, "result.json"). Pure; any thread.
 */
#pragma once

#include "harness/scenario/json/json_value.h"
#include "harness/wire/measurement_reader.h"

namespace ktstr {

JsonValue measurements_json(const MeasurementReader &measured);

} /* namespace ktstr */
