/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/scheduler.h"

#include <signal.h>

#include "init/proc_stats.h"
#include "init/sys.h"

namespace ktstr {

namespace {

constexpr size_t kTailLimit = 16 * 1024;
constexpr size_t kLineLimit = 4096;

std::string join(const std::vector<std::string> &words)
{
	std::string text;

	for (const std::string &word : words)
		text += (text.empty() ? "" : " ") + word;
	return text;
}

} /* namespace */

std::vector<std::string> scheduler_argv(const SchedulerJob &job)
{
	std::vector<std::string> argv;

	if (job.kind == SchedulerKind::builtin)
		argv = {"/proc/self/exe", "sched"};
	else if (job.kind == SchedulerKind::object)
		argv = {"/proc/self/exe", "sched-object"};
	argv.push_back(job.program);
	argv.insert(argv.end(), job.arguments.begin(), job.arguments.end());
	return argv;
}

Result<void> Scheduler::start(const SchedulerJob &job)
{
	StreamPipe pipe = KTSTR_TRY(make_stream_pipe());
	std::vector<std::string> argv = scheduler_argv(job);
	ChildSetup setup;

	setup.out = &pipe.writer;
	setup.err = &pipe.writer;
	records_.send_text(RecordType::sched_log_begin, join(argv));
	spawned_ns_ = boot_time_ns();
	child_ = KTSTR_TRY(reaper_.spawn(setup, [&] { exec_or_exit(argv); }));
	log_ = std::make_unique<Stream>(
		loop_, records_, RecordType::sched_log, std::move(pipe.reader),
		[this](std::span<const std::byte> bytes) { take_output(bytes); });
	return {};
}

void Scheduler::take_output(std::span<const std::byte> bytes)
{
	std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());

	tail_ += text;
	if (tail_.size() > kTailLimit)
		tail_.erase(0, tail_.size() - kTailLimit);
	for (char c : text) {
		if (c == '\n') {
			tracker_.log_line(line_);
			line_.clear();
		} else if (line_.size() < kLineLimit) {
			line_ += c;
		}
	}
}

void Scheduler::finish_log(uint64_t grace_ns)
{
	if (!log_)
		return;
	loop_.run_until(boot_time_ns() + grace_ns, [this] { return log_->ended(); });
	log_.reset();
	records_.send(RecordType::sched_log_end);
}

StopOutcome Scheduler::stop(const ScxSysfs &scx, const StopWindows &windows)
{
	reaper_.collect();
	std::string state = scx.state();
	bool was_alive = alive() && state != "disabled";
	auto gone = [&] {
		std::string now = scx.state();

		return !alive() && (now.empty() || now == "disabled");
	};

	/*
	 * Disable it first: closing the struct_ops link of an enabled scheduler would block in D
	 * state.
	 */
	if (!state.empty() && state != "disabled")
		scx.request_disable();
	if (child_)
		child_->kill_group(SIGTERM);
	bool ended = loop_.run_until(boot_time_ns() + windows.term_ns, gone);
	if (ended && child_)
		child_->kill_group(SIGKILL); /* processes that a script may have left behind */
	if (ended)
		return was_alive ? StopOutcome::ended_on_sigterm : StopOutcome::already_gone;
	if (log_)
		records_.send_text(
			RecordType::sched_log,
			"ktstr: the scheduler did not end on SIGTERM, sending SIGKILL\n");
	if (child_)
		child_->kill_group(SIGKILL);
	return loop_.run_until(boot_time_ns() + windows.kill_ns, gone) ? StopOutcome::needed_sigkill
								       : StopOutcome::would_not_die;
}

std::string Scheduler::describe_hang(const ScxSysfs &scx) const
{
	std::string text = "sched_ext state is '" + scx.state() + "'";

	if (!alive())
		return text + ", though the scheduler's process has ended";
	std::string proc = "/proc/" + std::to_string(child_->pid);
	if (std::optional<TaskStat> stat = parse_task_stat(read_line(proc + "/stat")))
		text += std::string(", process state ") + stat->state;
	return text + ", waiting in " + read_line(proc + "/wchan");
}

} /* namespace ktstr */
