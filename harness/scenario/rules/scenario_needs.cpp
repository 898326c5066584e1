/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_needs.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "harness/scenario/devices.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

/* Visits the parts of a scenario and collects their needs. */
class Collector {
public:
	/** Collects every need that any value could have. */
	explicit Collector(bool scheduled, bool everything = false)
		: scheduled_(scheduled), everything_(everything)
	{}

	template <typename Part>
	void operator()(Part &part)
	{
		if constexpr (requires { tell_needs(*this, part); })
			tell_needs(*this, part);
		if constexpr (std::is_same_v<Part, Payload>)
			add_program(part.program);
		if constexpr (std::is_same_v<Part, Checks>)
			describe(*this, part);
	}

	/* Called by parts. */
	void operator()(const ConfigNeed &need, bool wanted = true)
	{
		bool known = std::any_of(needs_.options.begin(), needs_.options.end(),
					 [&need](const ConfigNeed &other) {
						 return !strcmp(other.option, need.option);
					 });

		if ((wanted || everything_) && !known)
			needs_.options.push_back(need);
	}
	void operator()(const GuestDevice &device)
	{
		needs_.devices.insert(device.name);
		for (const DeviceDriver &driver : device.drivers)
			(*this)(ConfigNeed{driver.option, true});
	}
	bool scheduled() const { return scheduled_; }

	/* Checks. */
	void operator()(const char *, Bound &bound, const CheckInfo &check)
	{
		if (check.need)
			(*this)(*check.need, bound.value().has_value());
	}
	void operator()(const char *, bool &, const CheckInfo &) {}

	ScenarioNeeds take() { return std::move(needs_); }

private:
	void add_program(const std::string &name)
	{
		std::vector<std::string> &programs = needs_.programs;

		if (std::find(programs.begin(), programs.end(), name) == programs.end())
			programs.push_back(name);
	}

	const bool scheduled_;
	const bool everything_;
	ScenarioNeeds needs_;
};

/* One object of each alternative. */
template <typename... Types>
void visit_each(Collector &collector, const std::variant<Types...> *)
{
	auto visit = [&collector](auto one) { visit_parts(one, collector); };

	(visit(Types{}), ...);
}

} /* namespace */

ScenarioNeeds scenario_needs(const Case &test)
{
	bool scheduled = test.scheduler.kind != CaseScheduler::none;
	Collector collector(scheduled);
	Scenario scenario = test.scenario;
	Checks checks = test.scheduler.checks;

	visit_parts(scenario, collector);
	if (scheduled)
		visit_parts(checks, collector);
	return collector.take();
}

ScenarioNeeds work_needs(const Work &type)
{
	Collector collector(false);
	Work work = type;

	visit_parts(work, collector);
	return collector.take();
}

const std::vector<ConfigNeed> &all_scenario_options()
{
	static const std::vector<ConfigNeed> options = [] {
		constexpr bool kEverything = true;
		Collector collector(true, kEverything);
		Scenario scenario;

		visit_parts(scenario, collector);
		visit_each(collector, static_cast<const Op *>(nullptr));
		visit_each(collector, static_cast<const Work *>(nullptr));
		return collector.take().options;
	}();

	return options;
}

void change_payloads(Scenario *scenario, const std::function<void(Payload &)> &change)
{
	auto visit = [&change](auto &part) {
		if constexpr (std::is_same_v<std::remove_reference_t<decltype(part)>, Payload>)
			change(part);
	};

	visit_parts(*scenario, visit);
}

} /* namespace ktstr */
