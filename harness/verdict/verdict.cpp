/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/verdict.h"

#include <cmath>
#include <cstdio>

#include "harness/base/text.h"

namespace ktstr {

namespace {

constexpr size_t kMaxChecksTold = 10;
constexpr size_t kLogLines = 12;
constexpr double kBusyLoad = 1; /* other tasks for each CPU */

using Lines = std::vector<std::string>;

void add_tail(Lines *lines, const char *what, std::string_view text)
{
	std::vector<std::string_view> tail = last_lines(text, kLogLines);

	if (tail.empty())
		return;
	lines->push_back(std::string(what) + ", last lines:");
	for (std::string_view line : tail)
		lines->push_back(std::string(kLogQuote) + std::string(line));
}

std::string attach_text(const AttachEvidence &attach)
{
	std::string text = attach.text;

	while (!text.empty() && text.back() == '\n')
		text.pop_back();
	text += text.empty() ? "" : " ";
	text += "(state '" + attach.state + "', ops '" + attach.ops + "', nr_rejected " +
		std::to_string(attach.nr_rejected) + ", after " +
		std::to_string(attach.elapsed_ns / 1000000) + " ms)";
	return text;
}

/* Each line of free text becomes one diagnostic. */
Lines as_lines(const std::string &text)
{
	Lines lines;

	for (std::string_view line : split(text, '\n')) {
		if (!trim(line).empty())
			lines.emplace_back(line);
	}
	return lines;
}

Verdict make(VerdictKind kind, std::string reason, const std::string &cause)
{
	return {kind, std::move(reason), as_lines(cause)};
}

std::string where_it_was(const Evidence &e)
{
	if (!e.hello)
		return "before init said hello";
	if (!e.case_starting)
		return "before the case began (init's phase " + std::to_string(e.phase) + ")";
	if (!e.result)
		return "while the case ran";
	return "after the result";
}

Verdict judge_crash(const Evidence &e)
{
	Verdict verdict = {VerdictKind::crash, splat_reason(e.splats.front().type), {}};

	for (const Splat &splat : e.splats) {
		if (verdict.diagnostics.size() >= kMaxChecksTold)
			break;
		verdict.diagnostics.push_back("kernel: " + splat.line);
	}
	verdict.diagnostics.push_back("seen " + where_it_was(e));
	if (!e.host_error.empty())
		verdict.diagnostics.push_back("host: " + e.host_error);
	return verdict;
}

/* Host errors that a dying guest can cause: then a splat is the better explanation. */
bool guest_may_cause(const std::string &host_error)
{
	return host_error == "kvm-internal-error" || host_error == "session-overdue";
}

/* A guest that got too little CPU time looks like a slow one. */
std::string busy_host(const Evidence &e)
{
	if (!e.host_cpus || e.others_load <= kBusyLoad * e.host_cpus)
		return {};
	char load[32];

	snprintf(load, sizeof(load), "%.1f", e.others_load);
	return std::string("\nother work was running on this machine: load average ") + load +
	       " without this run, on " + std::to_string(e.host_cpus) + " CPUs";
}

Verdict judge_not_attached(const Evidence &e)
{
	return make(VerdictKind::timeout, "scheduler-not-attached:timeout",
		    "scheduler did not attach in time: " + attach_text(*e.not_attached) +
			    busy_host(e));
}

Verdict judge_deadline(const Evidence &e)
{
	if (e.session.deadline == Deadline::none)
		return judge_not_attached(e);
	std::string within = " (" + std::to_string(e.session.deadline_ms) + " ms)" + busy_host(e);

	switch (e.session.deadline) {
	case Deadline::boot:
		return make(VerdictKind::timeout, "boot-timeout",
			    "the guest's init did not report before the boot deadline" + within);
	case Deadline::attach:
		return make(VerdictKind::timeout, "case-timeout",
			    "init reached phase " + std::to_string(e.phase) +
				    ", but the case did not begin before the attach deadline" +
				    within);
	case Deadline::case_:
		return make(VerdictKind::timeout, "case-timeout",
			    "no result before the case's deadline" + within);
	case Deadline::power_off:
		return make(VerdictKind::timeout, "case-timeout",
			    "the guest reported its result but did not power off" + within);
	case Deadline::none:
		break;
	}
	return {};
}

Verdict judge_lost(const Evidence &e)
{
	bool before = !e.case_starting;
	std::string reason = before && e.scheduler_wanted ? "attach-unconfirmed" : "guest-lost";
	std::string cause = "the guest vanished " + where_it_was(e) + "; " + machine_end(e);

	if (!e.session.violation.empty())
		cause = "record stream is malformed: " + e.session.violation + "; " +
			machine_end(e);
	return make(VerdictKind::lost, reason, cause);
}

Verdict judge_attach_failure(const Evidence &e)
{
	if (e.died) {
		std::string how = e.died->signal ? "signal " + std::to_string(e.died->signal)
						 : "exit code " + std::to_string(e.died->exit_code);

		return make(VerdictKind::fail, "scheduler-died",
			    "scheduler ended before it attached: " + how + " " +
				    attach_text(*e.died));
	}
	return make(VerdictKind::fail, "scheduler-not-attached:sysfs-absent",
		    "no /sys/kernel/sched_ext: the kernel needs CONFIG_SCHED_CLASS_EXT; " +
			    e.not_attached->text);
}

Verdict judge_scheduler_exit(const SchedulerExit &exit)
{
	std::string cause = "scheduler ended unexpectedly: " + exit.kind;

	if (exit.signal)
		cause += ", signal " + std::to_string(exit.signal);
	else if (exit.exit_code >= 0)
		cause += ", exit code " + std::to_string(exit.exit_code);
	if (!exit.message.empty())
		cause += ": " + exit.message;
	return make(VerdictKind::fail, "scheduler-exited:" + safe_name(exit.kind), cause);
}

/* Like %g, but a whole number gets no exponent. */
std::string number_text(double value)
{
	char text[64];
	bool whole = value == std::floor(value) && std::abs(value) < 1e15;

	snprintf(text, sizeof(text), whole ? "%.0f" : "%g", value);
	return text;
}

/* The numbers come before the detail, which may be long and get truncated. */
std::string check_text(const CheckEvidence &check)
{
	bool no_data = check.status == CheckStatus::no_data;
	std::string unit = check.unit.empty() ? "" : " " + check.unit;
	std::string text = "check " + check.name + (no_data ? " had no data" : " did not hold");

	if (no_data && check.bound != 0)
		text += " (bound " + number_text(check.bound) + unit + ")";
	else if (!no_data && (check.bound != 0 || check.measured != 0))
		text += " (measured " + number_text(check.measured) + unit + ", bound " +
			number_text(check.bound) + unit + ")";
	if (!check.detail.empty())
		text += ": " + check.detail;
	return text;
}

Verdict tell_checks(const Evidence &e, CheckStatus status, VerdictKind kind)
{
	Verdict verdict = {kind, "", {}};

	for (const CheckEvidence &check : e.checks) {
		if (check.status != status)
			continue;
		if (verdict.reason.empty())
			verdict.reason = "assert:" + safe_name(check.name);
		if (verdict.diagnostics.size() < kMaxChecksTold)
			verdict.diagnostics.push_back(check_text(check));
	}
	return verdict;
}

bool any_check(const Evidence &e, CheckStatus status)
{
	for (const CheckEvidence &check : e.checks) {
		if (check.status == status)
			return true;
	}
	return false;
}

bool sysfs_absent(const Evidence &e)
{
	return e.not_attached && e.not_attached->reason == NotAttachedReason::sysfs_absent;
}

Verdict decide(const Evidence &e)
{
	bool failure_record = e.died || e.not_attached || !e.fatal.empty() || e.scheduler_exit;

	if (!e.host_error.empty() && (e.splats.empty() || !guest_may_cause(e.host_error)))
		return make(VerdictKind::error, "host:" + e.host_error, e.host_detail);
	if (!e.splats.empty())
		return judge_crash(e);
	/* A guest may report why nothing attached and then hang: its report is the cause. */
	if (e.session.deadline == Deadline::attach && (e.died || sysfs_absent(e)))
		return judge_attach_failure(e);
	if (e.session.deadline == Deadline::attach && e.not_attached)
		return judge_not_attached(e);
	if (e.session.deadline != Deadline::none || (e.not_attached && !sysfs_absent(e)))
		return judge_deadline(e);
	if (!e.session.violation.empty() || !e.result)
		return judge_lost(e);
	if (!e.case_starting && !failure_record && e.skip.empty())
		return judge_lost(e);
	if (e.died || e.not_attached)
		return judge_attach_failure(e);
	if (e.scheduler_exit)
		return judge_scheduler_exit(*e.scheduler_exit);
	if (!e.fatal.empty())
		return make(VerdictKind::fail, "assert:init", "init: " + e.fatal);
	if (any_check(e, CheckStatus::fail))
		return tell_checks(e, CheckStatus::fail, VerdictKind::fail);
	if (e.result->kind != uint32_t(ResultKind::completed))
		return make(VerdictKind::fail, "assert:init",
			    "init could not continue and gave no reason");
	if (any_check(e, CheckStatus::no_data))
		return tell_checks(e, CheckStatus::no_data, VerdictKind::inconclusive);
	if (!e.skip.empty())
		return make(VerdictKind::skip, safe_name(e.skip), e.skip);
	if (e.scheduler_wanted && !e.attached)
		return make(VerdictKind::lost, "attach-unconfirmed",
			    "the case ran, but no record says that the scheduler attached");
	if (e.checks_wanted && e.checks.empty())
		return make(VerdictKind::inconclusive, "assert:no-check",
			    "the case ended without a single check");
	return {VerdictKind::pass, "", {}};
}

} /* namespace */

std::string machine_end(const Evidence &e)
{
	std::string text = "machine: " + e.session.machine_exit;

	if (!e.session.machine_detail.empty())
		text += " (" + e.session.machine_detail + ")";
	return text;
}

Verdict judge(const Evidence &evidence)
{
	Verdict verdict = decide(evidence);

	if (verdict.ok())
		return verdict;
	if (verdict.kind != VerdictKind::error && evidence.scheduler_wanted)
		add_tail(&verdict.diagnostics, "scheduler log", evidence.scheduler_log);
	if (verdict.kind == VerdictKind::timeout || verdict.kind == VerdictKind::lost ||
	    verdict.kind == VerdictKind::crash)
		add_tail(&verdict.diagnostics, "console", evidence.console);
	else
		add_tail(&verdict.diagnostics, "stderr", evidence.err);
	return verdict;
}

} /* namespace ktstr */
