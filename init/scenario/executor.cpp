/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/executor.h"

#include <sys/prctl.h>

#include "harness/scenario/rules/merge_checks.h"
#include "harness/scenario/rules/scenario_parts.h"
#include "harness/scenario/scenario_fields.h"
#include "init/priority.h"
#include "init/scenario/execute.h"
#include "init/scenario/scx_events.h"
#include "init/sched/scx_sysfs.h"
#include "init/sys.h"

namespace ktstr {

namespace {

/* Number of looks at the runnable workers in each window. */
constexpr unsigned kLooks = 25;
constexpr uint64_t kShortestLookNs = 10 * kNsPerMs;

std::string step_name(size_t number, const Step &step)
{
	std::string text = "step " + std::to_string(number);

	return step.name.empty() ? text : text + " (" + step.name + ")";
}

} /* namespace */

Executor::Executor(const ScenarioCase &scenario, const Job &job, Guest &guest,
		   MeasurementWriter::Send send)
	: case_(scenario), job_(job), guest_(guest),
	  looks_(merge_checks(project_checks(), scenario.scheduler.checks, scenario.scenario.checks)
			 .imbalance_percent.value()
			 .has_value()),
	  writer_(std::move(send)), stage_(job, writer_)
{
	number_payloads(&case_.scenario);
}

Result<void> Executor::note(const std::string &what, const Result<void> &result)
{
	if (result) {
		guest_.stimulus(what);
		return {};
	}
	std::string text = what + ": " + result.error().to_string();
	guest_.stimulus(text);
	return format_error("", text);
}

Result<void> Executor::run_ops(const std::vector<Op> &ops, const std::string &where)
{
	for (size_t i = 0; i < ops.size(); i++)
		KTSTR_TRY(note(where + ": op " + std::to_string(i) + ", " + op_name(ops[i]),
			       stage_.apply(ops[i])));
	return {};
}

void Executor::send_windows()
{
	for (const Window &window : windows_)
		writer_.window(window);
	windows_.clear();
}

Result<void> Executor::hold(uint32_t ms, const std::string &where)
{
	const uint64_t hold_ns = job_.time_scale.ns_of_ms(ms);
	uint64_t look_ns = std::max(kShortestLookNs, hold_ns / kLooks);
	std::string failure;
	Window window;

	stage_.begin_window();
	std::vector<EventCount> events = scx_events();
	/*
	 * The hold starts here: on a busy host, reading the counters for the beginning may take as
	 * long as the hold.
	 */
	uint64_t now = boot_time_ns(), deadline = now + hold_ns;
	for (; failure.empty() && now < deadline; now = boot_time_ns()) {
		stage_.wait_until_ns(std::min(deadline, now + look_ns), [] { return false; });
		if (looks_)
			window.runnable.push_back(stage_.look_at_runnable());
		failure = stage_.failure();
	}
	if (case_.scheduler.kind != ScenarioScheduler::Kind::none)
		window.events = event_growth(events, scx_events());
	stage_.end_window(&window);
	window.where = where;
	windows_.push_back(std::move(window));
	return failure.empty() ? Result<void>() : format_error("", where + ": hold: " + failure);
}

Result<void> Executor::run_step(size_t number, const Step &step)
{
	std::string where = step_name(number, step);

	stage_.begin(Stage::Owner::step, where);
	if (!step.cgroups.empty())
		KTSTR_TRY(note(where + ": set-up", stage_.set_up(step.cgroups)));
	KTSTR_TRY(run_ops(step.ops, where));
	bool loops = std::holds_alternative<HoldLoop>(step.hold);
	uint32_t round = 0;
	for (uint32_t ms : window_lengths_ms(step, case_.scenario.duration_ms)) {
		std::string here = loops ? where + ", round " + std::to_string(++round) : where;

		if (round > 1)
			KTSTR_TRY(run_ops(step.ops, here));
		KTSTR_TRY(hold(ms, here));
	}
	return {};
}

Result<void> Executor::play()
{
	const Scenario &scenario = case_.scenario;

	KTSTR_TRY(stage_.open());
	stage_.begin(Stage::Owner::backdrop, "backdrop");
	if (!scenario.backdrop.cgroups.empty())
		KTSTR_TRY(note("backdrop: set-up", stage_.set_up(scenario.backdrop.cgroups)));
	KTSTR_TRY(run_ops(scenario.backdrop.ops, "backdrop"));
	for (size_t i = 0; i < scenario.steps.size(); i++) {
		KTSTR_TRY(run_step(i, scenario.steps[i]));
		stage_.end_step(&problems_);
		send_windows();
		if (!problems_.empty())
			return {};
		guest_.stimulus(step_name(i, scenario.steps[i]) + ": end");
	}
	return {};
}

void Executor::run()
{
	Result<void> played = play();
	Measurements end;

	if (case_.scheduler.kind != ScenarioScheduler::Kind::none)
		end.still_attached = ScxSysfs().state() == "enabled";
	stage_.close(&problems_);
	send_windows();
	guest_.stimulus("end");
	if (!played)
		problems_.insert(problems_.begin(), played.error().to_string());
	guest_.expect(kScenarioCheck, problems_.empty(),
		      problems_.empty() ? "all ops succeeded" : problems_.front());
	for (size_t i = 1; i < problems_.size(); i++)
		guest_.expect("teardown", false, problems_[i]);
	end.left_cgroups = CgroupFs().all();
	writer_.finish(end);
}

void execute_scenario(const ScenarioCase &scenario, const Job &job, Guest &guest,
		      MeasurementWriter::Send send)
{
	prctl(PR_SET_NAME, "ktstr-scenario");
	/* Neither workers nor the scheduler under test may keep this process from ending them. */
	take_init_priority();
	Executor(scenario, job, guest, std::move(send)).run();
}

} /* namespace ktstr */
