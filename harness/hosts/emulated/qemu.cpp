/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/qemu.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <csignal>
#include <ctime>
#include <future>

#include "harness/base/child_process.h"
#include "harness/base/files.h"
#include "harness/hosts/emulated/mended_qemu.h"
#include "vmm/placement.h"

namespace ktstr {

namespace {

constexpr int kStateSamples = 8;
constexpr std::chrono::milliseconds kSampleGap(200);
constexpr std::chrono::milliseconds kMonitorPatience(3000);

struct SocketPair {
	UniqueFd ours;
	UniqueFd theirs;
};

Result<SocketPair> make_socket_pair()
{
	int fds[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		return errno_error("socketpair for QEMU");
	SocketPair pair = {UniqueFd(fds[0]), UniqueFd(fds[1])};
	KTSTR_TRY(set_nonblocking(pair.ours));
	return pair;
}

Result<UniqueFd> make_event()
{
	UniqueFd fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	if (!fd.valid())
		return errno_error("eventfd for QEMU");
	return fd;
}

/*
 * Runs one monitor command and returns its reply, with escaped line ends converted. Bounded in time
 * and size.
 */
std::string ask_monitor(const UniqueFd &monitor, const std::string &request)
{
	using Clock = std::chrono::steady_clock;
	std::string line = request + "\n";
	if (send(monitor.get(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return std::string("cannot send request: ") + strerror(errno) + "\n";
	std::string reply;
	Clock::time_point until = Clock::now() + kMonitorPatience;
	while (Clock::now() < until && reply.size() < (1 << 20) &&
	       reply.find("\"return\"") == std::string::npos) {
		pollfd wait = {monitor.get(), POLLIN, 0};
		poll(&wait, 1, 100);
		char buffer[16384];
		ssize_t n = recv(monitor.get(), buffer, sizeof(buffer), MSG_DONTWAIT);
		if (n > 0)
			reply.append(buffer, size_t(n));
		else if (n == 0)
			break;
	}
	for (size_t at; (at = reply.find("\\r\\n")) != std::string::npos;)
		reply.replace(at, 4, "\n");
	return reply.empty() ? "no reply\n" : reply;
}

std::string human_command(const char *command)
{
	return std::string("{\"execute\":\"human-monitor-command\",\"arguments\":{\"command-line\":"
			   "\"") +
	       command + "\"}}";
}

} /* namespace */

/* Carries the result of the start out of the keeper's thread. */
class StartReport {
public:
	void started(pid_t pid) { promise_.set_value(pid); }
	void failed(Error error)
	{
		error_ = std::move(error);
		promise_.set_value(-1);
	}
	Result<pid_t> wait()
	{
		pid_t pid = promise_.get_future().get();
		if (pid < 0)
			return std::move(error_);
		return pid;
	}

private:
	std::promise<pid_t> promise_;
	Error error_;
};

void Qemu::keep(const SpawnOptions &options, unsigned cpu, StartReport &report)
{
	/* The child inherits the affinity of this thread. */
	Result<void> pinned = pin_this_thread(cpu);
	if (!pinned)
		return report.failed(std::move(pinned.error()));
	Result<ChildProcess> child = ChildProcess::spawn(options);
	if (!child)
		return report.failed(std::move(child.error()));
	/* start() returns now, so @options and @report are gone. */
	report.started(child.value().pid());
	pollfd fds[2] = {{child.value().pidfd().get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	child.value().kill();
	child.value().reap();
	eventfd_write(ended_.get(), 1);
}

Result<std::unique_ptr<Qemu>> Qemu::start(const EmulatedHostConfig &config, const UniqueFd &initrd,
					  const std::string &log_prefix, unsigned cpu)
{
	SocketPair control = KTSTR_TRY(make_socket_pair());
	SocketPair heartbeat = KTSTR_TRY(make_socket_pair());
	SocketPair monitor = KTSTR_TRY(make_socket_pair());
	std::unique_ptr<Qemu> qemu(new Qemu);
	qemu->stop_ = KTSTR_TRY(make_event());
	qemu->ended_ = KTSTR_TRY(make_event());
	std::string log_path = log_prefix + ".qemu";
	UniqueFd log(open(log_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
	if (!log.valid())
		return errno_error("create QEMU log", log_path);
	Result<UniqueFd> program = mended_qemu(qemu_program(config.qemu_dir));
	QemuDescriptors fds = {initrd.get(), control.theirs.get(), heartbeat.theirs.get(),
			       monitor.theirs.get(), program ? program.value().get() : -1};
	SpawnOptions options;
	options.argv = qemu_arguments(config, fds, log_prefix + ".console");
	if (options.argv[0] == qemu_program(config.qemu_dir))
		options.file = program_file(config, fds);
	if (!config.qemu_dir.empty())
		options.environment = {"LD_LIBRARY_PATH=" + config.qemu_dir +
				       "/usr/lib/x86_64-linux-gnu:" + config.qemu_dir +
				       "/lib/x86_64-linux-gnu"};
	options.stdout_fd = options.stderr_fd = log.get();
	options.inherited_fds = {fds.initrd, fds.control, fds.heartbeat, fds.monitor};
	if (program)
		options.inherited_fds.push_back(fds.program);
	else
		KTSTR_TRY(write_all(log, program.error().to_string() + "\n"));
	qemu->control_ = std::move(control.ours);
	qemu->heartbeat_ = std::move(heartbeat.ours);
	qemu->monitor_ = std::move(monitor.ours);
	StartReport report;
	/* The owner's threads handle signals. */
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	qemu->keeper_ = std::thread([&, q = qemu.get()] { q->keep(options, cpu, report); });
	pthread_sigmask(SIG_SETMASK, &old, nullptr);
	qemu->pid_ = KTSTR_TRY(report.wait());
	return qemu;
}

Qemu::~Qemu()
{
	if (!keeper_.joinable())
		return;
	eventfd_write(stop_.get(), 1);
	keeper_.join();
}

std::chrono::milliseconds Qemu::cpu_time() const
{
	clockid_t clock;
	timespec time;
	/* Fails once the process has ended, which ended() reports. */
	if (clock_getcpuclockid(pid_, &clock) || clock_gettime(clock, &time))
		return {};
	return std::chrono::milliseconds(time.tv_sec * 1000 + time.tv_nsec / 1000000);
}

void Qemu::record_state(const std::string &path)
{
	std::string text = ask_monitor(monitor_, "{\"execute\":\"qmp_capabilities\"}");
	text += ask_monitor(monitor_, human_command("info status"));
	for (int i = 0; i < kStateSamples; i++) {
		text += ask_monitor(monitor_, human_command("info registers"));
		std::this_thread::sleep_for(kSampleGap);
	}
	for (const char *command : {"info lapic", "info pic", "info hpet", "x/20i $pc"})
		text += ask_monitor(monitor_, human_command(command));
	UniqueFd file(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
	/* The loss is reported even without this record. */
	[[maybe_unused]] ssize_t n = write(file.get(), text.data(), text.size());
}

} /* namespace ktstr */
