/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_parts.h"

#include <type_traits>

#include "harness/scenario/rules/scenario_needs.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

/* Visits fields and knows the path to each, until one names the program. */
class ProgramSearch {
public:
	explicit ProgramSearch(const std::string &program) : program_(program) {}

	template <typename Field>
	void operator()(const char *name, Field &field, const Limits & = {})
	{
		enter((path_.empty() ? "" : ".") + std::string(name), field);
	}
	template <typename Part>
	void search(Part &part)
	{
		if constexpr (OneOf<Part>) {
			std::visit([this](auto &one) { this->search(one); }, part);
		} else if constexpr (requires { describe(*this, part); }) {
			check(part);
			describe(*this, part);
		} else if constexpr (requires { part.has_value(); }) {
			if (part)
				search(*part);
		} else if constexpr (
			requires { part.push_back({}); } && !requires { part.c_str(); }) {
			for (size_t i = 0; i < part.size(); i++)
				enter("[" + std::to_string(i) + "]", part[i]);
		}
	}
	const std::string &found() const { return found_; }

private:
	template <typename Part>
	void enter(const std::string &name, Part &part)
	{
		size_t length = path_.size();

		path_ += name;
		search(part);
		path_.resize(length);
	}
	template <typename Part>
	void check(const Part &part)
	{
		if constexpr (std::is_same_v<Part, Payload>) {
			if (found_.empty() && part.program == program_)
				found_ = path_ + ".program";
		}
	}

	const std::string &program_;
	std::string path_, found_;
};

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

std::string place_of_program(const Scenario &scenario, const std::string &program)
{
	ProgramSearch search(program);
	Scenario copy = scenario;

	search.search(copy);
	return search.found();
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
