/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_parts.h"

#include <algorithm>

#include "harness/scenario/rules/scenario_needs.h"

namespace ktstr {

namespace {

bool has_work(const std::vector<CgroupDef> &cgroups, const std::vector<Op> &ops)
{
	auto works = [](const CgroupDef &def) { return !def.work.empty(); };

	return std::any_of(cgroups.begin(), cgroups.end(), works) ||
	       std::any_of(ops.begin(), ops.end(), [&](const Op &op) {
		       const auto *add = std::get_if<AddCgroupDef>(&op);

		       return std::holds_alternative<Spawn>(op) || (add && works(add->def));
	       });
}

} /* namespace */

void number_payloads(Scenario *scenario)
{
	uint32_t next = 0;

	change_payloads(scenario, [&next](Payload &payload) { payload.number = next++; });
}

std::vector<Payload> payloads_of(const Scenario &scenario)
{
	std::vector<Payload> payloads;
	Scenario copy = scenario;

	number_payloads(&copy);
	change_payloads(&copy, [&payloads](Payload &payload) { payloads.push_back(payload); });
	return payloads;
}

bool starts_workers(const Scenario &scenario)
{
	return has_work(scenario.backdrop.cgroups, scenario.backdrop.ops) ||
	       std::any_of(scenario.steps.begin(), scenario.steps.end(),
			   [](const Step &step) { return has_work(step.cgroups, step.ops); });
}

std::vector<uint32_t> window_lengths_ms(const Step &step, uint32_t duration_ms)
{
	uint32_t ms = 0;

	if (const auto *loop = std::get_if<HoldLoop>(&step.hold)) {
		if (loop->every_ms == 0)
			return {};
		return std::vector<uint32_t>(
			(uint64_t(loop->ms) + loop->every_ms - 1) / loop->every_ms, loop->every_ms);
	}
	if (const auto *share = std::get_if<HoldShare>(&step.hold))
		ms = uint32_t(share->share * duration_ms);
	else
		ms = std::get<HoldFor>(step.hold).ms;
	return ms ? std::vector<uint32_t>{ms} : std::vector<uint32_t>();
}

size_t window_count(const Scenario &scenario)
{
	size_t count = 0;

	for (const Step &step : scenario.steps)
		count += window_lengths_ms(step, scenario.duration_ms).size();
	return count;
}

} /* namespace ktstr */
