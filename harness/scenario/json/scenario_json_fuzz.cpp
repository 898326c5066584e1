/* SPDX-License-Identifier: GPL-2.0 */
/* A scenario that parses survives being written and read again, and is validated safely. */
#include "harness/scenario/json/json.h"
#include "harness/scenario/rules/validate.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	static const Topology topology = parse_topology("2:4:2:2,offline=1").value();
	Result<ScenarioCase> scenario =
		scenario_from_json({reinterpret_cast<const char *>(data), size}, "fuzz");
	if (!scenario)
		return 0;
	std::string text = to_json(scenario.value());
	Result<ScenarioCase> again = scenario_from_json(text, "again");
	KTSTR_ASSERT(again.ok() && to_json(again.value()) == text);
	(void)validate_scenario(scenario.value().scenario, topology, scenario.value().deadline_ms)
		.ok();
	return 0;
}
