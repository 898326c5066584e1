/* SPDX-License-Identifier: GPL-2.0 */
/* Content of the attach records: the fixed part, and the text for the user. */
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "init/proc_stats.h"
#include "init/sched/attach.h"
#include "init/sys.h"

namespace ktstr {

namespace {

constexpr unsigned kQuotedLines = 12;

template <size_t N>
void copy_text(char (&to)[N], const std::string &from)
{
	size_t n = std::min(from.size(), N - 1);

	memcpy(to, from.data(), n);
	to[n] = '\0';
}

bool contains(std::string_view text, std::initializer_list<std::string_view> needles)
{
	return std::any_of(needles.begin(), needles.end(), [&](std::string_view needle) {
		return text.find(needle) != std::string_view::npos;
	});
}

/* CPU time that a process has spent in the kernel. */
uint64_t kernel_time_ms(const std::string &proc)
{
	std::optional<TaskStat> stat = parse_task_stat(read_line(proc + "/stat"));

	return stat ? stat->kernel_ticks * 1000 / uint64_t(sysconf(_SC_CLK_TCK)) : 0;
}

/* Whether the process is in bpf(2), where the verifier runs. */
std::string activity(pid_t pid, uint64_t elapsed_ms)
{
	constexpr std::string_view kBpfSyscall = "321 "; /* x86-64 __NR_bpf */
	std::string proc = "/proc/" + std::to_string(pid);
	std::string call = read_line(proc + "/syscall");
	uint64_t busy_ms = kernel_time_ms(proc);
	std::string text;

	/*
	 * /proc/PID/syscall names no system call for a running task; mostly kernel time is a sign
	 * too.
	 */
	if (call.starts_with(kBpfSyscall) || (call == "running" && busy_ms > elapsed_ms / 2))
		text = "the verifier may still be running";
	else
		text = "the verifier is not running";
	return text + " (" + std::to_string(busy_ms) + " ms of kernel time so far)";
}

} /* namespace */

WireAttach wire_attach(const Gate &gate, const Child *child)
{
	WireAttach wire = {};

	if (gate.outcome() == GateOutcome::timed_out)
		wire.reason = uint32_t(NotAttachedReason::timeout);
	else if (gate.outcome() == GateOutcome::sysfs_absent)
		wire.reason = uint32_t(NotAttachedReason::sysfs_absent);
	wire.exit_code = child ? child->exit_code : -1;
	wire.signal = child ? child->signal : 0;
	wire.pid = child ? uint32_t(child->pid) : 0;
	wire.elapsed_ns = gate.elapsed_ns();
	wire.enable_seq = gate.last().enable_seq;
	wire.nr_rejected = gate.last().nr_rejected;
	copy_text(wire.state, gate.last().state);
	copy_text(wire.ops, gate.last().ops);
	return wire;
}

std::string likely_cause(std::string_view log, int exit_code, int signal)
{
	if (log.find("ktstr: cannot execute ") != std::string_view::npos && exit_code == 127)
		return "the program could not be executed";
	if (contains(log, {"BEGIN PROG LOAD LOG", "processed 0 insns", "R0 !read_ok",
			   "program load failed", "verifier"}))
		return "the verifier rejected the program";
	if (contains(log, {"invalid option", "unrecognized option", "unknown option",
			   "Usage:", "usage:", "bad argument", "requires an argument"}))
		return "bad arguments";
	if (contains(log, {"not found in kernel", "): not resolved", "not supported",
			   "doesn't support", "failed to find BTF", "failed to find kernel BTF",
			   "No such process", "Function not implemented"}))
		return "the kernel lacks an option or feature that the scheduler needs";
	if (contains(log, {"EXIT: "}))
		return "the kernel disabled it while enabling it";
	if (signal)
		return "it crashed or was killed";
	return {};
}

std::string last_lines(std::string_view text, unsigned lines)
{
	while (text.ends_with('\n'))
		text.remove_suffix(1);
	size_t begin = text.size();
	for (; lines > 0 && begin > 0; lines--) {
		size_t newline = begin >= 2 ? text.rfind('\n', begin - 2) : std::string_view::npos;

		begin = newline == std::string_view::npos ? 0 : newline + 1;
	}
	return std::string(text.substr(begin));
}

std::string died_text(const Gate &gate, const Child &child, const std::string &log,
		      uint64_t startup_ns)
{
	uint64_t elapsed_ms = gate.elapsed_ns() / kNsPerMs;
	std::string text = "scheduler " + child.describe() + " after " +
			   std::to_string(elapsed_ms) + " ms, " +
			   (gate.elapsed_ns() <= startup_ns ? "at start-up" : "before it attached");
	std::string cause = likely_cause(log, child.exit_code, child.signal);

	text += cause.empty() ? "; likely a rejected program, a missing option or bad arguments"
			      : "; likely cause: " + cause;
	if (gate.last().enable_seq != gate.before().enable_seq)
		text += "\nenable_seq changed: the kernel had enabled the scheduler briefly";
	if (log.empty())
		return text + "\nthe scheduler printed nothing";
	return text + "\nlast lines of its log:\n" + last_lines(log, kQuotedLines);
}

std::string timed_out_text(const Gate &gate, const Child &child)
{
	uint64_t rejected = gate.last().nr_rejected - gate.before().nr_rejected;
	uint64_t elapsed_ms = gate.elapsed_ns() / kNsPerMs;

	return "scheduler is alive, but not attached after " + std::to_string(elapsed_ms) +
	       " ms: " + gate.missing() + "; " + activity(child.pid, elapsed_ms) + "\nstate '" +
	       gate.last().state + "', root/ops '" + gate.last().ops + "', nr_rejected " +
	       std::to_string(gate.last().nr_rejected) + " (" + std::to_string(rejected) +
	       " since the spawn)";
}

} /* namespace ktstr */
