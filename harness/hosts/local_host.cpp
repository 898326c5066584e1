/* SPDX-License-Identifier: GPL-2.0 */
#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <atomic>

#include "harness/base/child_process.h"
#include "harness/hosts/host.h"

namespace ktstr {

namespace {

using Clock = std::chrono::steady_clock;

/* For output still in the pipes, or pipes held open by a process that left the group. */
constexpr std::chrono::milliseconds kDrainTime(1000);

int poll_timeout(Clock::time_point until)
{
	auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
	return int(std::clamp<int64_t>(left, 0, 3600 * 1000));
}

/** The read ends of a command's standard output and error. */
class OutputPipes {
public:
	OutputPipes(UniqueFd out, UniqueFd err) : fds_{std::move(out), std::move(err)} {}

	bool open() const { return fds_[0].valid() || fds_[1].valid(); }
	/* poll() skips negative descriptors. */
	pollfd entry(int i) const { return {fds_[i].get(), POLLIN, 0}; }
	/** Reads once from pipe @i. poll() has reported it ready. */
	void pump(int i, CommandOutput &output)
	{
		std::byte buffer[64 * 1024];
		ssize_t n = read(fds_[i].get(), buffer, sizeof(buffer));
		if (n > 0) {
			std::span<const std::byte> bytes(buffer, size_t(n));
			i == 0 ? output.out(bytes) : output.err(bytes);
		} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
			fds_[i].reset();
		}
	}

private:
	UniqueFd fds_[2];
};

class LocalHost final : public Host {
public:
	explicit LocalHost(UniqueFd cancel) : cancel_fd_(std::move(cancel)) {}

	const char *kind() const override { return "kvm"; }
	CommandResult run(const Command &command, CommandOutput &output) override;
	void cancel() override
	{
		cancelled_.store(true);
		/* Nobody reads it, so it stays readable for every later poll(). */
		eventfd_write(cancel_fd_.get(), 1);
	}

private:
	CommandResult watch(ChildProcess &child, OutputPipes &pipes, Clock::time_point deadline,
			    CommandOutput &output);

	UniqueFd cancel_fd_;
	std::atomic<bool> cancelled_ = false;
};

void drain(OutputPipes &pipes, CommandOutput &output)
{
	Clock::time_point until = Clock::now() + kDrainTime;
	while (pipes.open() && Clock::now() < until) {
		pollfd fds[2] = {pipes.entry(0), pipes.entry(1)};
		if (poll(fds, 2, poll_timeout(until)) <= 0)
			continue;
		for (int i = 0; i < 2; i++) {
			if (fds[i].revents)
				pipes.pump(i, output);
		}
	}
}

CommandResult LocalHost::watch(ChildProcess &child, OutputPipes &pipes, Clock::time_point deadline,
			       CommandOutput &output)
{
	for (;;) {
		pollfd fds[4] = {pipes.entry(0),
				 pipes.entry(1),
				 {child.pidfd().get(), POLLIN, 0},
				 {cancel_fd_.get(), POLLIN, 0}};
		if (poll(fds, 4, poll_timeout(deadline)) < 0 && errno != EINTR)
			return {CommandResult::host_lost, 0, errno_error("poll").to_string()};
		if (cancelled_.load())
			return {CommandResult::cancelled, 0, {}};
		for (int i = 0; i < 2; i++) {
			if (fds[i].revents)
				pipes.pump(i, output);
		}
		if (fds[2].revents) {
			ChildProcess::Status status = child.reap();
			return {status.signalled ? CommandResult::signalled : CommandResult::exited,
				status.code,
				{}};
		}
		if (Clock::now() >= deadline)
			return {CommandResult::overdue, 0, {}};
	}
}

CommandResult LocalHost::run(const Command &command, CommandOutput &output)
{
	if (cancelled_.load())
		return {CommandResult::cancelled, 0, {}};
	Clock::time_point deadline = Clock::now() + command.deadline;
	Result<Pipe> out = make_pipe();
	Result<Pipe> err = make_pipe();
	if (!out || !err)
		return {CommandResult::not_started, 0, (out ? err : out).error().to_string()};
	SpawnOptions options;
	options.argv = command.argv;
	options.stdin_fd = command.interactive ? STDIN_FILENO : -1;
	options.stdout_fd = out.value().write.get();
	options.stderr_fd = err.value().write.get();
	/* A background process group could not read from the terminal (SIGTTIN). */
	options.own_group = !command.interactive;
	Result<ChildProcess> child = ChildProcess::spawn(options);
	if (!child)
		return {CommandResult::not_started, child.error().code, child.error().to_string()};
	out.value().write.reset();
	err.value().write.reset();
	OutputPipes pipes(std::move(out.value().read), std::move(err.value().read));
	CommandResult result = watch(child.value(), pipes, deadline, output);
	if (result.kind != CommandResult::exited && result.kind != CommandResult::signalled) {
		child.value().kill();
		child.value().reap();
	}
	if (result.kind != CommandResult::cancelled)
		drain(pipes, output);
	return result;
}

} /* namespace */

std::unique_ptr<Host> make_local_host()
{
	UniqueFd cancel(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	KTSTR_ASSERT(cancel.valid());
	return std::make_unique<LocalHost>(std::move(cancel));
}

} /* namespace ktstr */
