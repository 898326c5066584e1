/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_parts.h"

#include <type_traits>

#include "harness/scenario/rules/scenario_needs.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

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
	bool found = false;
	Scenario copy = scenario;
	auto visit = [&found](auto &part) {
		found = found || std::is_same_v<decltype(part), WorkSpec &>;
	};

	visit_parts(copy, visit);
	return found;
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
