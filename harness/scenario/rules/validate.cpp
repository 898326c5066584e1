/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/validate.h"

#include <algorithm>

#include "harness/scenario/rules/scenario_state.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

constexpr unsigned kLoopRounds = 2; /* a loop that is valid twice is always valid */

/* @path is of the part that @error is about, as in a file. */
Error at(const std::string &path, const Error &error)
{
	return Error{0, "scenario", path + error.to_string()};
}

/* The same, with the op's name after the field that the error begins with. */
Error at_op(const std::string &path, const Op &op, const char *when, const Error &error)
{
	std::string text = error.to_string();

	text.insert(std::min(text.find(": "), text.size()),
		    std::string(" (") + op_name(op) + when + ")");
	return Error{0, "scenario", path + text};
}

Result<void> add_cgroups(ScenarioState &state, const std::vector<CgroupDef> &cgroups,
			 const std::string &path)
{
	for (size_t i = 0; i < cgroups.size(); i++) {
		std::string where = path + "cgroups[" + std::to_string(i) + "].";

		state.set_where(where);
		Result<void> added = state.add(cgroups[i]);
		if (!added)
			return at(where, added.error());
	}
	return {};
}

Result<void> apply_ops(ScenarioState &state, const std::vector<Op> &ops, const std::string &path,
		       const char *when)
{
	for (size_t i = 0; i < ops.size(); i++) {
		std::string where = path + "ops[" + std::to_string(i) + "].";

		state.set_where(where);
		Result<void> applied = state.apply(ops[i]);
		if (!applied)
			return at_op(where, ops[i], when, applied.error());
	}
	return {};
}

Result<void> check_exit_codes(const ScenarioState &state, ScenarioState::Owner least)
{
	Result<void> fine = state.check_exit_codes(least);

	return fine ? Result<void>() : at("", fine.error());
}

uint64_t hold_ms(const Hold &hold, uint32_t duration_ms)
{
	if (const auto *share = std::get_if<HoldShare>(&hold))
		return uint64_t(share->share * duration_ms);
	if (const auto *loop = std::get_if<HoldLoop>(&hold))
		return loop->ms;
	return std::get<HoldFor>(hold).ms;
}

Result<void> check_hold(const Step &step, const std::string &path)
{
	const auto *loop = std::get_if<HoldLoop>(&step.hold);

	if (!loop)
		return {};
	if (step.ops.empty())
		return format_error("scenario", path + "hold: a loop without ops");
	if (loop->every_ms > loop->ms)
		return format_error("scenario", path + "hold.every_ms: longer than hold.ms");
	return {};
}

Result<void> check_step(ScenarioState &state, const Step &step, const std::string &path)
{
	bool loops = std::holds_alternative<HoldLoop>(step.hold);

	state.begin(ScenarioState::Owner::step);
	KTSTR_TRY(add_cgroups(state, step.cgroups, path));
	KTSTR_TRY(check_hold(step, path));
	for (unsigned round = 0; round < (loops ? kLoopRounds : 1); round++)
		KTSTR_TRY(apply_ops(state, step.ops, path, round ? ", the second time" : ""));
	KTSTR_TRY(check_exit_codes(state, ScenarioState::Owner::step));
	state.end_step();
	return {};
}

/* Finds checks of workers in a scenario without workers. */
class WorkerBounds {
public:
	void operator()(const char *name, Bound &bound, const CheckInfo &check)
	{
		if (bound.value() && name_.empty() && check.about == CheckInfo::workers)
			name_ = name;
	}
	void operator()(const char *, bool &, const CheckInfo &) {}
	const std::string &first() const { return name_; }

private:
	std::string name_;
};

} /* namespace */

Result<void> validate_scenario(const Scenario &scenario, const Topology &topology,
			       uint32_t deadline_ms)
{
	ScenarioState state(topology);
	uint64_t held_ms = 0;

	KTSTR_TRY(add_cgroups(state, scenario.backdrop.cgroups, "scenario.backdrop."));
	KTSTR_TRY(apply_ops(state, scenario.backdrop.ops, "scenario.backdrop.", ""));
	for (size_t i = 0; i < scenario.steps.size(); i++) {
		std::string path = "scenario.steps[" + std::to_string(i) + "].";

		KTSTR_TRY(check_step(state, scenario.steps[i], path));
		held_ms += hold_ms(scenario.steps[i].hold, scenario.duration_ms);
		if (held_ms >= deadline_ms)
			return format_error("scenario",
					    path + "hold: the steps up to here hold for " +
						    std::to_string(held_ms) +
						    " ms, but deadline_ms is " +
						    std::to_string(deadline_ms));
	}
	KTSTR_TRY(check_exit_codes(state, ScenarioState::Owner::backdrop));
	WorkerBounds bounds;
	Checks checks = scenario.checks;
	describe(bounds, checks);
	if (!state.has_workers() && !bounds.first().empty())
		return format_error("scenario", "scenario.checks." + bounds.first() +
							": there are no workers to judge");
	return {};
}

} /* namespace ktstr */
