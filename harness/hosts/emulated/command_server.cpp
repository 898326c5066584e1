/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/command_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <csignal>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace ktstr {

namespace {

void set_window(int fd, WindowSize size)
{
	winsize native = {};
	native.ws_col = size.columns;
	native.ws_row = size.rows;
	/* Failing to resize the terminal is not fatal. */
	ioctl(fd, TIOCSWINSZ, &native);
}

/* Our end of the command's standard input, and the command's end. */
Result<Pipe> open_input(const RunRequest &request)
{
	if (request.input == InputKind::none)
		return Pipe{};
	if (request.input == InputKind::pipe)
		return make_pipe();
	UniqueFd master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
	char name[64];
	if (!master.valid() || grantpt(master.get()) || unlockpt(master.get()) ||
	    ptsname_r(master.get(), name, sizeof(name)))
		return errno_error("open pseudo-terminal");
	UniqueFd slave(open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
	if (!slave.valid())
		return errno_error("open pseudo-terminal", name);
	set_window(master.get(), request.window);
	return Pipe{std::move(slave), std::move(master)};
}

} /* namespace */

struct CommandServer::Running {
	uint32_t command;
	ChildProcess child;
	UniqueFd out, err;
	UniqueFd input; /* invalid once it has ended */
	bool terminal;
	bool input_ending = false;
	std::vector<std::byte> pending_input = {}; /* at most kInputWindow */
};

CommandServer::CommandServer(UniqueFd control, std::function<void()> after_command)
	: control_(std::move(control)), after_command_(std::move(after_command))
{}

CommandServer::~CommandServer() = default;

Result<void> CommandServer::send(FrameType type, uint32_t command,
				 std::span<const std::byte> payload)
{
	return write_all(control_, as_text(encode_frame(type, command, payload)));
}

Result<void> CommandServer::announce_ready(std::string_view kvm_problem)
{
	return send(FrameType::ready, 0, text_bytes(kvm_problem));
}

Result<void> CommandServer::serve()
{
	while (!closed_)
		KTSTR_TRY(step());
	running_.reset();
	return {};
}

Result<void> CommandServer::step()
{
	Running *r = running_.get();
	bool feeding = r && r->input.valid() && !r->pending_input.empty();
	pollfd fds[5] = {
		{control_.get(), POLLIN, 0},
		{r ? r->out.get() : -1, POLLIN, 0},
		{r ? r->err.get() : -1, POLLIN, 0},
		{r ? r->child.pidfd().get() : -1, POLLIN, 0},
		{feeding ? r->input.get() : -1, POLLOUT, 0},
	};
	if (poll(fds, 5, -1) < 0 && errno != EINTR)
		return errno_error("poll for commands");
	bool ignored;
	if (r && fds[1].revents)
		KTSTR_TRY(forward(r->out, FrameType::out, ignored));
	if (r && fds[2].revents)
		KTSTR_TRY(forward(r->err, FrameType::err, ignored));
	if (r && fds[4].revents)
		KTSTR_TRY(write_input());
	if (r && fds[3].revents)
		KTSTR_TRY(finish());
	if (fds[0].revents)
		closed_ = !KTSTR_TRY(read_control());
	return {};
}

Result<bool> CommandServer::read_control()
{
	std::byte buffer[16 * 1024];
	ssize_t n = read(control_.get(), buffer, sizeof(buffer));
	if (n == 0)
		return false;
	if (n < 0) {
		if (errno == EINTR || errno == EAGAIN)
			return true;
		return errno_error("read control port");
	}
	reader_.feed(std::span(buffer, size_t(n)));
	for (;;) {
		std::optional<Frame> frame = KTSTR_TRY(reader_.next());
		if (!frame)
			return true;
		KTSTR_TRY(handle(*frame));
	}
}

Result<void> CommandServer::handle(const Frame &frame)
{
	if (frame.type == FrameType::run)
		return start(frame);
	/* Late frames about a command that has ended. */
	if (!running_ || frame.command != running_->command)
		return {};
	switch (frame.type) {
	case FrameType::input:
		return take_input(frame);
	case FrameType::input_end:
		running_->input_ending = true;
		return write_input();
	case FrameType::window:
		if (auto size = decode_payload<WindowSize>(frame); size && running_->terminal)
			set_window(running_->input.get(), *size);
		return {};
	case FrameType::kill:
		running_->child.kill();
		return {};
	default:
		return format_error("control port", "frame type that only the agent sends");
	}
}

Result<void> CommandServer::start(const Frame &frame)
{
	if (running_)
		return format_error("control port", "second command while one runs");
	RunRequest request = KTSTR_TRY(decode_run(frame.payload));
	Result<Pipe> out = make_pipe();
	Result<Pipe> err = make_pipe();
	Result<Pipe> in = open_input(request);
	for (Result<Pipe> *pipe : {&out, &err, &in}) {
		if (!*pipe)
			return refuse(frame.command, pipe->error());
	}
	bool terminal = request.input == InputKind::terminal;
	SpawnOptions options;
	options.argv = std::move(request.argv);
	options.stdin_fd = in.value().read.get();
	options.stdout_fd = out.value().write.get();
	options.stderr_fd = err.value().write.get();
	options.own_session = terminal;
	Result<ChildProcess> child = ChildProcess::spawn(options);
	if (!child)
		return refuse(frame.command, child.error());
	if (in.value().write.valid())
		KTSTR_TRY(set_nonblocking(in.value().write));
	running_.reset(new Running{frame.command, std::move(child.value()),
				   std::move(out.value().read), std::move(err.value().read),
				   std::move(in.value().write), terminal});
	KTSTR_TRY(set_nonblocking(running_->out));
	return set_nonblocking(running_->err);
}

Result<void> CommandServer::refuse(uint32_t command, const Error &error)
{
	int32_t code = error.code;
	std::vector<std::byte> payload(sizeof(code));
	memcpy(payload.data(), &code, sizeof(code));
	std::string text = error.to_string().substr(0, 4096);
	std::span<const std::byte> bytes = text_bytes(text);
	payload.insert(payload.end(), bytes.begin(), bytes.end());
	return send(FrameType::not_started, command, payload);
}

Result<void> CommandServer::take_input(const Frame &frame)
{
	Running &r = *running_;
	if (r.pending_input.size() + frame.payload.size() > kInputWindow)
		return format_error("control port", "input exceeds the window");
	r.pending_input.insert(r.pending_input.end(), frame.payload.begin(), frame.payload.end());
	return write_input();
}

Result<void> CommandServer::write_input()
{
	Running &r = *running_;
	if (!r.input.valid())
		return drop_input();
	if (!r.pending_input.empty()) {
		ssize_t n = write(r.input.get(), r.pending_input.data(), r.pending_input.size());
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return {};
		if (n < 0) {
			/* The command closed its input: drop the rest. */
			r.input.reset();
			return drop_input();
		}
		uint32_t taken = uint32_t(n);
		r.pending_input.erase(r.pending_input.begin(), r.pending_input.begin() + n);
		KTSTR_TRY(send(FrameType::input_taken, r.command,
			       std::as_bytes(std::span(&taken, 1))));
	}
	/*
	 * Closing a terminal would send SIGHUP, so it stays open; the command sees ^D or nothing.
	 */
	if (r.input_ending && r.pending_input.empty() && !r.terminal)
		r.input.reset();
	return {};
}

Result<void> CommandServer::drop_input()
{
	uint32_t dropped = uint32_t(running_->pending_input.size());
	running_->pending_input.clear();
	if (!dropped)
		return {};
	return send(FrameType::input_taken, running_->command,
		    std::as_bytes(std::span(&dropped, 1)));
}

Result<void> CommandServer::forward(UniqueFd &from, FrameType type, bool &got_bytes)
{
	std::byte buffer[kFrameMaxPayload];
	ssize_t n = read(from.get(), buffer, sizeof(buffer));
	got_bytes = n > 0;
	if (n > 0)
		return send(type, running_->command, std::span(buffer, size_t(n)));
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		from.reset();
	return {};
}

Result<void> CommandServer::finish()
{
	ChildProcess::Status status = running_->child.reap();
	after_command_();
	/* All writers are dead: read what is left in the pipes until they end or would block. */
	bool more = true;
	while (more && running_->out.valid())
		KTSTR_TRY(forward(running_->out, FrameType::out, more));
	more = true;
	while (more && running_->err.valid())
		KTSTR_TRY(forward(running_->err, FrameType::err, more));
	ExitStatus end = {status.signalled, status.code};
	uint32_t command = running_->command;
	running_.reset();
	return send(FrameType::exited, command, std::as_bytes(std::span(&end, 1)));
}

} /* namespace ktstr */
