/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/remote_session.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

#include "harness/hosts/emulated/terminal_input.h"

namespace ktstr {

namespace {

using std::chrono::milliseconds;

/* Interval for checking silence and window size, and for nudging the host. */
constexpr milliseconds kTick(250);
/* Time for the agent to kill a command and report it; the clock inside lags. */
constexpr milliseconds kKillTime(20000);

int poll_timeout(std::chrono::steady_clock::time_point until)
{
	auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
	return int(std::clamp(left, milliseconds(0), kTick).count());
}

} /* namespace */

/* Standard input on its way to the command; never more than the agent has room for. */
class RemoteSession::Input {
public:
	explicit Input(bool wanted) : terminal_(wanted), last_window_(terminal_.window()) {}

	InputKind kind() const { return terminal_.kind(); }
	WindowSize window() const { return last_window_; }
	bool wants_bytes() const { return kind() != InputKind::none && !ended_ && credit_ > 0; }
	void taken(uint32_t bytes) { credit_ = std::min(kInputWindow, credit_ + bytes); }
	/** Bytes read; nullopt at the end of input. */
	std::optional<std::vector<std::byte>> read_some()
	{
		std::vector<std::byte> bytes(std::min<size_t>(credit_, 4096));
		ssize_t n = read(STDIN_FILENO, bytes.data(), bytes.size());
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			return std::vector<std::byte>();
		if (n <= 0) {
			ended_ = true;
			return std::nullopt;
		}
		bytes.resize(size_t(n));
		credit_ -= uint32_t(n);
		return bytes;
	}
	/** The new size if it has changed. */
	std::optional<WindowSize> changed_window()
	{
		WindowSize now = terminal_.window();
		if (now.columns == last_window_.columns && now.rows == last_window_.rows)
			return std::nullopt;
		last_window_ = now;
		return now;
	}

private:
	TerminalInput terminal_;
	WindowSize last_window_;
	uint32_t credit_ = kInputWindow;
	bool ended_ = false;
};

RemoteSession::RemoteSession(SessionEnds ends, HeartbeatLimits limits)
	: ends_(std::move(ends)), watch_(limits)
{}

void RemoteSession::lose(HostLoss loss, std::string why)
{
	if (loss_ != HostLoss::none)
		return;
	loss_ = loss;
	why_ = std::move(why);
}

CommandResult RemoteSession::lost_result()
{
	return {CommandResult::host_lost, 0, "emulated host " + why_};
}

void RemoteSession::queue(FrameType type, std::span<const std::byte> payload)
{
	std::vector<std::byte> frame = encode_frame(type, command_, payload);
	outgoing_.insert(outgoing_.end(), frame.begin(), frame.end());
}

void RemoteSession::transmit()
{
	if (outgoing_.empty())
		return;
	ssize_t n = ::send(ends_.control.get(), outgoing_.data(), outgoing_.size(),
			   MSG_DONTWAIT | MSG_NOSIGNAL);
	if (n > 0)
		outgoing_.erase(outgoing_.begin(), outgoing_.begin() + n);
	else if (errno != EAGAIN && errno != EINTR)
		lose(HostLoss::ended, "closed its control port");
}

void RemoteSession::receive()
{
	std::byte buffer[kFrameMaxPayload];
	ssize_t n = recv(ends_.control.get(), buffer, sizeof(buffer), MSG_DONTWAIT);
	if (n > 0)
		reader_.feed(std::span(buffer, size_t(n)));
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		lose(HostLoss::ended, "closed its control port");
}

void RemoteSession::receive_beats()
{
	std::byte buffer[4096];
	ssize_t n = recv(ends_.heartbeat.get(), buffer, sizeof(buffer), MSG_DONTWAIT);
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		return lose(HostLoss::ended, "closed its heartbeat port");
	if (n < 0)
		return;
	beat_reader_.feed(std::span(buffer, size_t(n)));
	for (;;) {
		Result<std::optional<Frame>> frame = beat_reader_.next();
		if (!frame)
			return lose(HostLoss::protocol, "sent garbage on its heartbeat port");
		if (!frame.value())
			return;
		if (frame.value()->type == FrameType::beat)
			watch_.beat(Clock::now(), ends_.qemu_cpu_time());
	}
}

/*
 * A fallback in case Qemu::start() could not keep QEMU from losing an interrupt. A lost interrupt
 * stays in the APIC's IRR, and the CPU does not look for it. If it was the timer, a guest that
 * never exits by itself then runs forever. Any other interrupt makes the CPU look again, so raise
 * one regularly once the agent has opened its port. No guest runs before that.
 */
void RemoteSession::nudge()
{
	Clock::time_point now = Clock::now();

	if (now - last_nudge_ < kTick)
		return;
	last_nudge_ = now;
	/* A nudge that cannot be sent does not matter. */
	[[maybe_unused]] ssize_t n =
		::send(ends_.heartbeat.get(), "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void RemoteSession::pump(Clock::time_point until, Input *input)
{
	short control_events = POLLIN | (outgoing_.empty() ? 0 : POLLOUT);
	pollfd fds[5] = {
		{ends_.control.get(), control_events, 0},
		{ends_.heartbeat.get(), POLLIN, 0},
		{ends_.ended.get(), POLLIN, 0},
		{ends_.cancelled.get(), POLLIN, 0},
		{input && input->wants_bytes() ? STDIN_FILENO : -1, POLLIN, 0},
	};
	if (poll(fds, 5, poll_timeout(until)) < 0 && errno != EINTR)
		return lose(HostLoss::protocol,
			    std::string("cannot be polled: ") + strerror(errno));
	nudge();
	cancelled_ = cancelled_ || fds[3].revents;
	/* What it sent before it died still counts. */
	if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
		receive();
	if (fds[0].revents & POLLOUT)
		transmit();
	if (fds[1].revents)
		receive_beats();
	if (fds[2].revents)
		lose(HostLoss::ended, "died");
	if (fds[4].revents) {
		if (auto bytes = input->read_some(); !bytes)
			queue(FrameType::input_end, {});
		else if (!bytes->empty())
			queue(FrameType::input, *bytes);
	}
	if (input && input->kind() == InputKind::terminal) {
		if (auto size = input->changed_window())
			queue(FrameType::window, std::as_bytes(std::span(&*size, 1)));
	}
	if (watch_.frozen(Clock::now(), ends_.qemu_cpu_time()))
		lose(HostLoss::frozen,
		     "froze: no heartbeat for " +
			     std::to_string(watch_.silence(Clock::now()).count() / 1000) + " s");
}

Result<std::string> RemoteSession::wait_ready(Clock::time_point deadline)
{
	/* No heartbeat during boot: only @deadline limits the wait. */
	while (loss_ == HostLoss::none && !cancelled_) {
		watch_.beat(Clock::now(), ends_.qemu_cpu_time());
		Result<std::optional<Frame>> frame = reader_.next();
		if (!frame)
			return frame.error();
		if (frame.value() && frame.value()->type == FrameType::ready)
			return std::string(frame.value()->text());
		if (frame.value())
			return format_error("start emulated host", "unexpected first frame");
		if (Clock::now() >= deadline)
			return Error{ETIMEDOUT, "start emulated host", {}};
		pump(deadline, nullptr);
	}
	return format_error("start emulated host", cancelled_ ? "cancelled" : "it " + why_);
}

std::optional<CommandResult> RemoteSession::handle(const Frame &frame, CommandOutput &output,
						   Input &input)
{
	if (frame.command != command_)
		return std::nullopt;
	switch (frame.type) {
	case FrameType::out:
		output.out(frame.payload);
		return std::nullopt;
	case FrameType::err:
		output.err(frame.payload);
		return std::nullopt;
	case FrameType::input_taken:
		if (auto bytes = decode_payload<uint32_t>(frame)) {
			input.taken(*bytes);
			return std::nullopt;
		}
		break;
	case FrameType::exited:
		if (auto status = decode_payload<ExitStatus>(frame))
			return CommandResult{status->signalled ? CommandResult::signalled
							       : CommandResult::exited,
					     status->code,
					     {}};
		break;
	case FrameType::not_started:
		if (frame.payload.size() >= sizeof(int32_t)) {
			int32_t code;
			memcpy(&code, frame.payload.data(), sizeof(code));
			return CommandResult{CommandResult::not_started, code,
					     std::string(frame.text().substr(sizeof(code)))};
		}
		break;
	default:
		break;
	}
	lose(HostLoss::protocol, "violated the protocol");
	return lost_result();
}

CommandResult RemoteSession::converse(Clock::time_point deadline, CommandOutput &output,
				      Input &input)
{
	bool killed = false;
	for (;;) {
		Result<std::optional<Frame>> frame = reader_.next();
		if (!frame)
			lose(HostLoss::protocol, "sent garbage");
		if (frame.ok() && frame.value()) {
			std::optional<CommandResult> end = handle(*frame.value(), output, input);
			if (end && killed && end->kind != CommandResult::host_lost)
				return {CommandResult::overdue, 0, {}};
			if (end)
				return *end;
			continue;
		}
		if (cancelled_)
			return {CommandResult::cancelled, 0, {}};
		if (loss_ != HostLoss::none)
			return lost_result();
		if (Clock::now() >= deadline) {
			if (killed) {
				lose(HostLoss::frozen, "did not kill a command on request");
				continue;
			}
			killed = true;
			queue(FrameType::kill, {});
			deadline = Clock::now() + kKillTime;
		}
		pump(deadline, &input);
	}
}

CommandResult RemoteSession::run(const Command &command, CommandOutput &output)
{
	Clock::time_point deadline = Clock::now() + command.deadline;
	Input input(command.interactive);
	Result<std::vector<std::byte>> request =
		encode_run({input.kind(), input.window(), command.argv});
	if (!request)
		return {CommandResult::not_started, request.error().code,
			request.error().to_string()};
	/* Nobody checked since the last command, so earlier silence means nothing. */
	watch_.beat(Clock::now(), ends_.qemu_cpu_time());
	command_++;
	queue(FrameType::run, request.value());
	return converse(deadline, output, input);
}

} /* namespace ktstr */
