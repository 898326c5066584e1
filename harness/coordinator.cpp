/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/coordinator.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "harness/actions/check_config.h"
#include "harness/actions/doctor.h"
#include "harness/actions/guest_command.h"
#include "harness/actions/run_cases.h"
#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/hosts/host_choice.h"
#include "harness/options/exit_codes.h"
#include "harness/plan/case_list.h"
#include "harness/report/reporter.h"
#include "harness/run/case_runner.h"
#include "harness/scenario/json/json.h"

namespace ktstr {

namespace {

int fail(const Options &options, const std::string &text)
{
	fprintf(stderr, "ktstr: %s\n", text.c_str());
	return options.bisect ? kExitCannotTell : kExitFail;
}

int refuse_usage(bool bisect, const Error &error)
{
	fprintf(stderr, "ktstr: %s\n", error.to_string().c_str());
	return bisect ? kExitCannotTell : kExitUsage;
}

void print(const std::string &text)
{
	fputs(text.c_str(), stdout);
	fflush(stdout);
}

Result<std::string> make_out_dir(const Options &options, const Settings &settings)
{
	if (!options.out_dir.empty()) {
		KTSTR_TRY(make_folders(options.out_dir));
		return real_path(options.out_dir);
	}
	std::string pattern = settings.temporary + "/ktstr-XXXXXX";

	if (!mkdtemp(pattern.data()))
		return errno_error("create folder", pattern);
	if (chmod(pattern.c_str(), 0755) < 0)
		return errno_error("chmod", pattern);
	return real_path(pattern);
}

Result<KernelUnderTest> open_kernel(const KernelPaths &paths, const Settings &settings)
{
	KTSTR_TRY(make_folders(settings.cache_dir));
	return load_kernel_facts(paths, settings.cache_dir);
}

/* Fills the part of @context that needs no running host. */
Result<void> prepare(RunContext *context, bool shell)
{
	const Options &options = context->options;
	const Settings &settings = context->settings;

	if (!options.scheduler.empty()) {
		context->scheduler = KTSTR_TRY(
			look_at_scheduler(options.scheduler, options.scheduler_arguments));
		context->scheduler.attach_ms = options.attach_timeout_s * 1000;
		/* A script needs the tools of a shell. */
		shell = shell || context->scheduler.script;
	}
	if (!options.allow_file.empty())
		context->allowed = KTSTR_TRY(
			AllowList::parse(KTSTR_TRY(read_file(options.allow_file, 1 << 20))));
	context->out_dir = KTSTR_TRY(make_out_dir(options, settings));
	context->images =
		KTSTR_TRY(GuestImages::create(settings, context->kernel, options.includes, shell,
					      options.command, context->out_dir + "/image"));
	return {};
}

int check_config(const Options &options, const Settings &settings)
{
	Result<KernelPaths> paths = find_kernel(options.kernel, settings);
	Result<KernelUnderTest> kernel = paths.ok() ? open_kernel(paths.value(), settings)
						    : Result<KernelUnderTest>(paths.error());

	if (!kernel.ok())
		return fail(options, kernel.error().to_string());
	if (print_config_verdict(kernel.value()))
		return kExitPass;
	return options.bisect ? kExitCannotTell : kExitSkip;
}

int skip_everything(const RunContext &context, const std::string &reason,
		    const std::vector<std::string> &notes)
{
	const Options &options = context.options;

	if (options.action == Options::Action::run_cases) {
		print(skip_all(options.format, reason, notes));
		return write_junit(context, {}, options.bisect ? kExitCannotTell : kExitSkip);
	}
	/* --exec and --shell print no TAP, so they cannot report a skip. */
	for (const std::string &note : notes)
		fprintf(stderr, "ktstr: %s\n", note.c_str());
	return fail(options, reason);
}

/*
 * Ends the process during preparation, on the EndWatch thread. Prints a line for every planned
 * case, as the Dispatcher would.
 */
[[noreturn]] void end_unprepared(const RunContext &context, const std::vector<PlannedCase> &plan,
				 bool by_signal)
{
	const Options &options = context.options;
	std::string cause = by_signal ? "interrupted by a signal"
				      : "kselftest's timeout for the whole suite is near";

	if (plan.empty())
		_exit(fail(options, cause));
	std::unique_ptr<Reporter> reporter = make_reporter(options.format);
	std::vector<Outcome> outcomes;

	print(reporter->begin(plan.size()));
	for (const PlannedCase &planned : plan) {
		outcomes.push_back(unrun_outcome(
			context, planned, VerdictKind::error,
			by_signal ? "host:interrupted" : "host:suite-deadline", cause));
		print(reporter->result(outcomes.back()));
	}
	print(reporter->end());
	_exit(write_junit(context, outcomes, exit_code(count_outcomes(outcomes), options.bisect)));
}

const char *host_name(HostChoice choice)
{
	switch (choice) {
	case HostChoice::automatic:
		break;
	case HostChoice::kvm:
		return "kvm";
	case HostChoice::tcg:
		return "tcg";
	}
	return "auto";
}

/* The watch has its own copies, as the main thread keeps changing the originals. */
std::unique_ptr<EndWatch> watch_preparations(const RunContext &context,
					     const std::vector<PlannedCase> &plan,
					     const KernelPaths &paths, const EndSignals &signals)
{
	auto early = std::make_shared<RunContext>();

	early->options = context.options;
	early->settings = context.settings;
	early->kernel.paths = paths;
	early->junit = context.junit;
	early->host_kind = host_name(context.options.host);
	early->scheduler.path = context.options.scheduler;
	early->scheduler.arguments = context.options.scheduler_arguments;
	return std::make_unique<EndWatch>(
		signals,
		plan.empty() ? EndWatch::Clock::time_point::max() : context.settings.deadline,
		[early, plan](bool by_signal) { end_unprepared(*early, plan, by_signal); });
}

/* Chooses a host and fills @context for it; or gives a reason to skip everything. */
Result<ChosenHost> get_ready(RunContext *context, std::vector<PlannedCase> *plan)
{
	bool cases = context->options.action == Options::Action::run_cases;
	ChosenHost host;

	if (cases) {
		gate_plan(plan, context->kernel, context->settings,
			  !context->options.scheduler.empty());
		host.skip_reason = reason_to_skip_all(*plan, context->options);
		if (!host.skip_reason.empty())
			return host;
	}
	host = choose_host(context->options.host, context->settings);
	if (host.kind.empty())
		return host;
	context->host_kind = host.kind;
	context->time_scale = host_time_scale(host.kind, context->settings.slow);
	/* An emulated host always has one CPU. */
	context->host_cpus = host.kind == "tcg" ? 1 : usable_cpus();
	KTSTR_TRY(prepare(context, !cases));
	return host;
}

/* If the kernel cannot run the machine of --topology, that is a usage error, not a skip. */
Result<void> check_width(const KernelUnderTest &kernel, const Options &options)
{
	if (!options.topology)
		return {};
	std::optional<TooWide> wide = kernel.too_wide(*options.topology);

	return wide ? Result<void>(format_error("topology", wide->detail)) : Result<void>();
}

int run_with_kernel(Options options, Settings settings, const CaseList &list,
		    std::shared_ptr<const OutputFile> junit, const EndSignals &signals)
{
	RunContext context;
	std::vector<PlannedCase> plan;
	bool cases = options.action == Options::Action::run_cases;

	if (cases) {
		Result<std::vector<PlannedCase>> made = make_plan(list.cases, options);

		if (!made.ok())
			return refuse_usage(options.bisect, made.error());
		plan = std::move(made).value();
	}
	/* make_plan() has already checked the machines of cases. */
	Result<void> possible =
		cases ? Result<void>()
		      : check_machine(options.topology.value_or(Topology{}), options);
	if (!possible.ok())
		return refuse_usage(options.bisect, possible.error());
	Result<KernelPaths> paths = find_kernel(options.kernel, settings);
	if (!paths.ok())
		return fail(options, paths.error().to_string());
	context.options = std::move(options);
	context.settings = std::move(settings);
	context.junit = std::move(junit);

	std::unique_ptr<EndWatch> watch = watch_preparations(context, plan, paths.value(), signals);
	Result<KernelUnderTest> kernel = open_kernel(paths.value(), context.settings);
	Result<void> wide_enough =
		kernel.ok() ? check_width(kernel.value(), context.options) : Result<void>();
	if (!kernel.ok() || !wide_enough.ok()) {
		watch.reset();
		return kernel.ok() ? refuse_usage(context.options.bisect, wide_enough.error())
				   : fail(context.options, kernel.error().to_string());
	}
	context.kernel = std::move(kernel).value();
	Result<ChosenHost> host = get_ready(&context, &plan);
	bool has_host = host.ok() && !host.value().kind.empty();
	Result<void> fits =
		has_host ? fit_memory(&plan, context.options, host_memory_mib(host.value().kind))
			 : Result<void>();
	if (!fits.ok()) {
		watch.reset();
		return refuse_usage(context.options.bisect, fits.error());
	}
	if (!cases && has_host)
		return run_guest_command(context,
					 host_factory(host.value().kind, context.settings,
						      context.kernel.paths.image, context.out_dir),
					 signals, std::move(watch));
	/* From here on, this thread prints. */
	watch.reset();
	if (!host.ok())
		return fail(context.options, host.error().to_string());
	if (host.value().kind.empty())
		return skip_everything(context, host.value().skip_reason, host.value().notes);
	return run_plan(context, plan, host.value(), signals);
}

int run_guests(Options options, Settings settings, const CaseList &list)
{
	std::shared_ptr<const OutputFile> junit;

	/* Before signals are caught: one must end the wait for a FIFO's reader. */
	if (!options.junit.empty()) {
		Result<OutputFile> file = OutputFile::open(options.junit);

		if (!file.ok())
			return refuse_usage(options.bisect, file.error());
		junit = std::make_shared<OutputFile>(std::move(file).value());
	}
	Result<EndSignals> signals = EndSignals::install();
	if (!signals.ok())
		return fail(options, signals.error().to_string());
	return run_with_kernel(std::move(options), std::move(settings), list, std::move(junit),
			       signals.value());
}

} /* namespace */

int run_coordinator(const std::vector<std::string> &arguments)
{
	Result<Options> options = parse_command_line(arguments);

	if (!options.ok())
		return refuse_usage(asks_for_bisect(arguments), options.error());
	if (options.value().ask_version) {
		if (names_version(options.value().kernel))
			print(options.value().kernel + "\n");
		return kExitPass;
	}
	bool bisect = options.value().bisect;
	Result<Settings> settings = read_settings();
	if (!settings.ok())
		return refuse_usage(bisect, settings.error());
	Result<CaseList> list = make_case_list(options.value());
	if (!list.ok())
		return refuse_usage(bisect, list.error());
	switch (options.value().action) {
	case Options::Action::help:
		print(usage_text());
		return kExitPass;
	case Options::Action::scenario_schema:
		print(scenario_schema());
		return kExitPass;
	case Options::Action::list: {
		Result<std::vector<PlannedCase>> plan =
			make_plan(list.value().cases, options.value());

		if (!plan.ok())
			return refuse_usage(bisect, plan.error());
		print(list_text(plan.value(), options.value().verbose));
		return kExitPass;
	}
	case Options::Action::check_config:
		return check_config(options.value(), settings.value());
	case Options::Action::doctor:
		return run_doctor(options.value(), settings.value());
	case Options::Action::run_cases:
	case Options::Action::exec:
	case Options::Action::shell:
		break;
	}
	return run_guests(std::move(options).value(), std::move(settings).value(), list.value());
}

} /* namespace ktstr */
