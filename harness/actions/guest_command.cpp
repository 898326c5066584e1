/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/actions/guest_command.h"

#include <termios.h>
#include <unistd.h>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/report/outcome.h"
#include "harness/run/guest_session.h"
#include "harness/verdict/gather_evidence.h"
#include "harness/verdict/verdict.h"
#include "harness/wire/waits.h"

namespace ktstr {

namespace {

constexpr uint64_t kBackstopMs = 60000;
/* Without --timeout a command has no limit, but a Host needs one. */
constexpr uint64_t kForeverMs = 30ull * 24 * 3600 * 1000;

class PassThrough : public CommandOutput {
public:
	void out(std::span<const std::byte> bytes) override { put(STDOUT_FILENO, bytes); }
	void err(std::span<const std::byte> bytes) override { put(STDERR_FILENO, bytes); }

private:
	static void put(int fd, std::span<const std::byte> bytes)
	{
		UniqueFd borrowed(fd);

		/* If the reader has gone away, the command still runs to its end. */
		(void)write_all(borrowed, as_text(bytes)).ok();
		borrowed.release();
	}
};

/*
 * Keeps the terminal in raw mode while a shell runs. Only in the foreground: tcsetattr() would stop
 * a background process group.
 */
class RawTerminal {
public:
	explicit RawTerminal(bool wanted)
	{
		if (!wanted || !isatty(STDIN_FILENO) || tcgetpgrp(STDIN_FILENO) != getpgrp() ||
		    tcgetattr(STDIN_FILENO, &saved_) < 0)
			return;
		termios raw = saved_;

		cfmakeraw(&raw);
		active_ = tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
	}
	~RawTerminal()
	{
		if (active_)
			tcsetattr(STDIN_FILENO, TCSADRAIN, &saved_);
	}

private:
	termios saved_ = {};
	bool active_ = false;
};

Result<Command> prepare(const RunContext &context, const std::string &folder)
{
	const Options &options = context.options;
	bool shell = options.action == Options::Action::shell;
	SchedulerChoice choice = choose_scheduler(nullptr, context.scheduler, context.settings);
	Job job = make_job(context, shell ? JobMode::shell : JobMode::exec, choice.job,
			   options.topology.value_or(Topology{}), options.seed);

	job.command = options.command;
	SessionSpec spec = KTSTR_TRY(
		make_session_spec(context, job, {.scheduler = choice.program}, folder, ""));
	spec.attach_ms =
		time_scale(context, job.topology)
			.of(choice.job.startup_ms + choice.job.attach_ms + waits::kAttachMarginMs);
	spec.case_ms = options.timeout_s * 1000ull;
	return session_command(context, spec,
			       spec.boot_ms + spec.attach_ms + spec.exit_ms + kBackstopMs +
				       (spec.case_ms ? spec.case_ms : kForeverMs));
}

void complain(const Verdict &verdict, const std::string &folder)
{
	std::string reason = verdict.reason;

	fprintf(stderr, "ktstr: %s: %s\n", to_string(verdict.kind), reason.c_str());
	for (const std::string &line : verdict.diagnostics)
		fprintf(stderr, "ktstr: %s\n", quote_line(line).c_str());
	fprintf(stderr, "ktstr: artifacts: %s\n", folder.c_str());
}

int refuse(const Error &error, bool bisect)
{
	fprintf(stderr, "ktstr: %s\n", error.to_string().c_str());
	return no_command_exit_code(VerdictKind::error, bisect);
}

} /* namespace */

int run_guest_command(const RunContext &context, const HostFactory &make_host,
		      const EndSignals &signals, std::unique_ptr<EndWatch> preparing)
{
	bool bisect = context.options.bisect;
	std::string folder = context.out_dir + "/guest";
	Result<Command> command = prepare(context, folder);
	Result<std::unique_ptr<Host>> host =
		command.ok() ? make_host() : Result<std::unique_ptr<Host>>(command.error());

	preparing.reset();
	if (!host.ok())
		return refuse(host.error(), bisect);
	for (const std::string &what : context.images->missing())
		fprintf(stderr, "ktstr: missing in the guest: %s\n", quote_line(what).c_str());

	PassThrough output;
	CommandResult end;
	{
		EndWatch cancel(signals, EndWatch::Clock::time_point::max(),
				[&host](bool) { host.value()->cancel(); });

		/* Start the host before the terminal is raw, while ^C is still a signal. */
		if (Result<void> started = host.value()->start(); !started.ok())
			return refuse(started.error(), bisect);
		RawTerminal raw(command.value().interactive);
		end = host.value()->run(command.value(), output);
	}
	/* The session's stderr has already been passed through. */
	Evidence evidence = gather_evidence(folder, end, "", context.allowed);
	evidence.scheduler_wanted = !context.scheduler.path.empty();
	if (evidence.host_error.empty() && evidence.result && evidence.session.violation.empty() &&
	    !evidence.died && !evidence.not_attached &&
	    evidence.result->kind == uint32_t(ResultKind::completed)) {
		for (const Splat &splat : evidence.splats)
			fprintf(stderr, "ktstr: kernel: %s\n", quote_line(splat.line).c_str());
		return command_exit_code(evidence.result->exit_code, bisect);
	}
	Verdict verdict = judge(evidence);
	complain(verdict, folder);
	return no_command_exit_code(verdict.kind, bisect);
}

} /* namespace ktstr */
