/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/case_runner.h"

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/hosts/host_choice.h"
#include "harness/image/command_programs.h"
#include "harness/kernel/kernel_config.h"
#include "harness/run/artifacts.h"
#include "harness/run/case_devices.h"
#include "harness/run/guest_session.h"
#include "harness/run/repro.h"
#include "harness/scenario/json/json.h"
#include "harness/scenario/rules/case_data.h"
#include "harness/scenario/rules/scenario_needs.h"
#include "harness/verdict/expectation.h"
#include "harness/verdict/gather_evidence.h"
#include "harness/verdict/judge_scenario.h"
#include "harness/wire/waits.h"
#include "vmm/image/decompress.h"

namespace ktstr {

namespace {

using Clock = std::chrono::steady_clock;

/* Time that a session may need beyond its deadlines: reading images, writing results. */
constexpr uint64_t kBackstopMs = 60000;
constexpr size_t kMaxErrors = 64 * 1024;

/* Collects what a case's session prints: errors of the host, and messages to print at once. */
class ErrorCollector : public CommandOutput {
public:
	explicit ErrorCollector(const std::function<void(const std::string &)> &note) : note_(note)
	{}

	void out(std::span<const std::byte> bytes) override { err(bytes); }
	void err(std::span<const std::byte> bytes) override
	{
		if (text.size() < kMaxErrors)
			text += as_text(bytes);
		for (size_t end; (end = text.find('\n', told_)) != text.npos; told_ = end + 1) {
			std::string_view line = std::string_view(text).substr(told_, end - told_);

			if (line.starts_with(kPinPrefix))
				note_(kPinNote + std::string(line.substr(sizeof(kPinPrefix) - 1)));
		}
	}
	std::string text;

private:
	const std::function<void(const std::string &)> &note_;
	size_t told_ = 0;
};

/* The scenario as the guest runs it and the judge checks it. */
ScenarioCase scenario_of(const RunContext &context, const PlannedCase &planned)
{
	ScenarioCase data = as_scenario_case(*planned.test, planned.topology);

	/* These checks are for the scheduler that the case names. */
	if (!context.options.scheduler.empty())
		data.scheduler.checks = {};
	return data;
}

/* The scenario for the job, with programs at their paths in the guest's image. */
std::string place_scenario(const RunContext &context, const PlannedCase &planned,
			   const ScenarioNeeds &needs, ImageNeeds *image)
{
	ScenarioCase data = scenario_of(context, planned);
	std::string path = environment("PATH");

	image->devices = needs.devices;
	for (const std::string &program : needs.programs)
		image->payloads.push_back(find_program(program, path));
	change_payloads(&data.scenario, [&path](Payload &payload) {
		payload.program = find_program(payload.program, path);
	});
	return to_json(data);
}

/* Writes everything that the session needs to @folder. */
Result<Command> prepare(const RunContext &context, const PlannedCase &planned,
			const SchedulerChoice &choice, const std::string &folder)
{
	const Case &test = *planned.test;
	const TimeScale scale = time_scale(context, planned.topology);
	Job job = make_job(context, JobMode::case_, choice.job, planned.topology, planned.seed);

	ScenarioNeeds needs = scenario_needs(test);
	ImageNeeds image = {.scheduler = choice.program};

	job.case_name = test.name;
	if (!test.scenario.empty())
		job.scenario = place_scenario(context, planned, needs, &image);
	SessionSpec spec =
		KTSTR_TRY(make_session_spec(context, job, image, folder, test.kernel_arguments));
	uint64_t body_ms = context.options.timeout_s ? context.options.timeout_s * 1000ull
						     : scale.of(test.deadline_ms);

	spec.devices = case_devices(needs, test.scenario, planned.topology);
	spec.attach_ms =
		scale.of(choice.job.startup_ms + choice.job.attach_ms + waits::kAttachMarginMs);
	spec.case_ms = body_ms;
	return session_command(context, spec,
			       spec.boot_ms + spec.attach_ms + spec.case_ms + spec.exit_ms +
				       kBackstopMs);
}

Outcome blank_outcome(const RunContext &context, const PlannedCase &planned)
{
	Outcome outcome;

	outcome.name = planned.name;
	outcome.description = planned.test->description;
	outcome.topology = planned.topology.to_string();
	outcome.scheduler = context.scheduler.path.empty() ? scheduler_text(planned.test->scheduler)
							   : context.scheduler.path;
	outcome.repro = repro_line(context, planned.test->name, planned.topology, planned.seed);
	return outcome;
}

/*
 * With emulated hosts, this run has one busy task for each host. With KVM, the number of busy vCPU
 * threads is unknown here.
 */
void add_host_load(const RunContext &context, Evidence *evidence)
{
	double load;
	unsigned cpus = usable_cpus();
	unsigned own = context.options.jobs ? context.options.jobs : cpus;

	if (context.host_kind != "tcg" || getloadavg(&load, 1) != 1)
		return;
	evidence->others_load = std::max(load - own, 0.0);
	evidence->host_cpus = cpus;
}

Evidence run_once(const RunContext &context, const PlannedCase &planned, const std::string &folder,
		  Host &host, Outcome *outcome,
		  const std::function<void(const std::string &)> &note)
{
	SchedulerChoice choice =
		choose_scheduler(planned.test, context.scheduler, context.settings);
	Evidence evidence;

	for (int attempt = 0; attempt < 2; attempt++) {
		Result<Command> command = prepare(context, planned, choice, folder);

		if (!command.ok()) {
			evidence.host_error = "prepare";
			evidence.host_detail = command.error().to_string();
			return evidence;
		}
		ErrorCollector output(note);
		CommandResult end = host.run(command.value(), output);

		evidence = gather_evidence(folder, end, output.text, context.allowed);
		if (end.kind != CommandResult::host_lost)
			break;
		outcome->host_losses++;
		if (attempt == 0)
			note("emulated host lost while running " + planned.name + " (" +
			     end.detail + "): running it again on a fresh one");
	}
	evidence.scheduler_wanted = choice.job.kind != SchedulerKind::none;
	evidence.checks_wanted = planned.test->has_checks();
	if (!planned.test->scenario.empty())
		judge_scenario(&evidence, scenario_of(context, planned),
			       time_scale(context, planned.topology));
	add_host_load(context, &evidence);
	return evidence;
}

/*
 * The config gate for a kernel whose configuration was unknown before the boot. Uses the guest's
 * /proc/config.gz. Returns "config-missing:<OPTION>" or empty.
 */
std::string missing_in_guest(const RunContext &context, const Case &test, const Evidence &evidence)
{
	constexpr size_t kMaxConfig = 8u << 20; /* bytes */

	if (context.kernel.config || evidence.kernel_config.empty())
		return {};
	Result<std::string> text = gunzip(as_bytes(evidence.kernel_config), kMaxConfig);
	if (!text.ok())
		return {};
	std::string option = missing_for_case(KernelConfig::parse(text.value()), test,
					      !context.kernel.paths.modules.empty());
	return option.empty() ? option : "config-missing:" + option;
}

} /* namespace */

Outcome unrun_outcome(const RunContext &context, const PlannedCase &planned, VerdictKind kind,
		      const std::string &reason, const std::string &cause)
{
	Outcome outcome = blank_outcome(context, planned);

	outcome.verdict = {kind, reason, {}};
	if (!cause.empty())
		outcome.verdict.diagnostics.push_back(cause);
	return outcome;
}

Verdict conclude(const Verdict &judged, const std::string &missing, const Expectation &expected,
		 const Evidence &evidence)
{
	bool may_be_missing = judged.kind == VerdictKind::fail ||
			      judged.kind == VerdictKind::inconclusive ||
			      judged.kind == VerdictKind::pass;

	if (!missing.empty() && may_be_missing)
		return {VerdictKind::skip, missing, {}};
	return apply_expectation(judged, expected, evidence);
}

Outcome settle_attempts(const std::vector<Outcome> &attempts)
{
	const Outcome &last = attempts.back();
	const Outcome *first = nullptr; /* first failure; one that is no host error wins */

	for (const Outcome &attempt : attempts) {
		bool of_host = attempt.verdict.kind == VerdictKind::error;

		if (!attempt.verdict.ok() &&
		    (!first || (first->verdict.kind == VerdictKind::error && !of_host)))
			first = &attempt;
	}
	if (!first)
		return last;
	Outcome settled = *first;

	settled.time_ms = last.time_ms;
	settled.host_losses = last.host_losses;
	if (last.verdict.ok()) {
		std::string how = last.verdict.kind == VerdictKind::skip ? "skipped" : "passed";

		settled.verdict.diagnostics.insert(settled.verdict.diagnostics.begin(),
						   how + " on retry after " +
							   first->verdict.reason);
		settled.verdict.kind = VerdictKind::fail;
		settled.verdict.reason = "flaky";
	}
	return settled;
}

Outcome run_case(const RunContext &context, const PlannedCase &planned, Host &host,
		 const std::function<void(const std::string &)> &note)
{
	Outcome outcome = blank_outcome(context, planned);
	Clock::time_point begin = Clock::now();
	std::vector<Outcome> attempts;

	for (unsigned attempt = 0; attempt <= context.options.retry; attempt++) {
		outcome.artifacts = context.out_dir + "/cases/" + safe_name(planned.name) +
				    (attempt ? ".retry" + std::to_string(attempt) : "");
		Evidence evidence =
			run_once(context, planned, outcome.artifacts, host, &outcome, note);

		outcome.verdict = conclude(judge(evidence),
					   missing_in_guest(context, *planned.test, evidence),
					   planned.test->expect, evidence);
		outcome.time_ms = uint64_t(
			std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin)
				.count());
		write_artifacts(context, planned, evidence, outcome);
		attempts.push_back(outcome);
		if (outcome.verdict.ok() || outcome.verdict.reason == "host:interrupted")
			break;
	}
	return settle_attempts(attempts);
}

} /* namespace ktstr */
