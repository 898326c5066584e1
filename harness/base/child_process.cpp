/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/child_process.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <csignal>
#include <cstring>

namespace ktstr {

namespace {

/* Data that the child uses after fork(), where it must not allocate. */
struct ChildPlan {
	const char *file;
	char *const *argv;
	char *const *envp;
	int stdio[3];
	const int *inherited;
	size_t inherited_count;
	bool own_group;
	bool own_session;
	pid_t parent;
	int report_fd;
};

[[noreturn]] void fail_in_child(const ChildPlan &plan)
{
	int code = errno;
	/* If this report is lost, the parent merely takes the exit code for the command's. */
	[[maybe_unused]] ssize_t n = write(plan.report_fd, &code, sizeof(code));
	_exit(127);
}

void reset_signals()
{
	struct sigaction action = {};
	action.sa_handler = SIG_DFL;
	for (int signal = 1; signal < NSIG; signal++)
		sigaction(signal, &action, nullptr);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void run_child(const ChildPlan &plan)
{
	/* If the parent died before prctl(), nobody would send the signal. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != plan.parent)
		_exit(127);
	reset_signals();
	if (plan.own_session)
		setsid();
	else if (plan.own_group)
		setpgid(0, 0);
	int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	/* Move them above 0-2 first, then into place: a source may itself be one of 0-2. */
	int moved[3];
	for (int i = 0; i < 3; i++) {
		int from = plan.stdio[i] >= 0 ? plan.stdio[i] : null_fd;
		moved[i] = fcntl(from, F_DUPFD_CLOEXEC, 3);
		if (moved[i] < 0)
			fail_in_child(plan);
	}
	for (int i = 0; i < 3; i++) {
		if (dup2(moved[i], i) < 0)
			fail_in_child(plan);
	}
	if (plan.own_session)
		ioctl(0, TIOCSCTTY, 0);
	/* Close whatever another thread opened without O_CLOEXEC. */
	syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */);
	for (size_t i = 0; i < plan.inherited_count; i++)
		fcntl(plan.inherited[i], F_SETFD, 0);
	execve(plan.file, plan.argv, plan.envp);
	fail_in_child(plan);
}

std::vector<char *> pointers(const std::vector<std::string> &strings)
{
	std::vector<char *> result;
	for (const std::string &s : strings)
		result.push_back(const_cast<char *>(s.c_str()));
	result.push_back(nullptr);
	return result;
}

std::vector<std::string> merged_environment(const std::vector<std::string> &additions)
{
	std::vector<std::string> result = additions;
	for (char **entry = environ; *entry; entry++) {
		size_t name_length = strcspn(*entry, "=") + 1;
		bool replaced = false;
		for (const std::string &a : additions)
			replaced = replaced || a.compare(0, name_length, *entry, name_length) == 0;
		if (!replaced)
			result.push_back(*entry);
	}
	return result;
}

} /* namespace */

Result<Pipe> make_pipe()
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC))
		return errno_error("pipe2");
	return Pipe{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

Result<void> set_nonblocking(const UniqueFd &fd)
{
	int flags = fcntl(fd.get(), F_GETFL);
	if (flags < 0 || fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK))
		return errno_error("set O_NONBLOCK");
	return {};
}

Result<ChildProcess> ChildProcess::spawn(const SpawnOptions &options)
{
	if (options.argv.empty())
		return Error{EINVAL, "start command", "empty argument list"};
	std::vector<std::string> environment = merged_environment(options.environment);
	std::vector<char *> argv = pointers(options.argv);
	std::vector<char *> envp = pointers(environment);
	Pipe report = KTSTR_TRY(make_pipe());
	ChildPlan plan = {
		.file = options.file.empty() ? argv[0] : options.file.c_str(),
		.argv = argv.data(),
		.envp = envp.data(),
		.stdio = {options.stdin_fd, options.stdout_fd, options.stderr_fd},
		.inherited = options.inherited_fds.data(),
		.inherited_count = options.inherited_fds.size(),
		.own_group = options.own_group,
		.own_session = options.own_session,
		.parent = getpid(),
		.report_fd = report.write.get(),
	};
	pid_t pid = fork();
	if (pid < 0)
		return errno_error("fork", options.argv[0]);
	if (pid == 0)
		run_child(plan);
	report.write.reset();
	UniqueFd pidfd(int(syscall(SYS_pidfd_open, pid, 0)));
	int pidfd_errno = errno;
	ChildProcess child(pid, std::move(pidfd), options.own_group || options.own_session);
	if (!child.pidfd_.valid())
		return Error{pidfd_errno, "pidfd_open", options.argv[0]};
	/* EOF: exec closed the pipe. */
	int code = 0;
	ssize_t n;
	do {
		n = read(report.read.get(), &code, sizeof(code));
	} while (n < 0 && errno == EINTR);
	if (n == sizeof(code))
		return Error{code, "start command", options.argv[0]};
	return child;
}

ChildProcess::ChildProcess(ChildProcess &&other) noexcept
	: pid_(std::exchange(other.pid_, -1)), pidfd_(std::move(other.pidfd_)),
	  own_group_(other.own_group_)
{}

ChildProcess::~ChildProcess()
{
	if (pid_ < 0)
		return;
	kill();
	reap();
}

void ChildProcess::kill()
{
	if (pid_ < 0)
		return;
	/* The leader has not been reaped, so neither number can have been reused. */
	if (own_group_)
		::kill(-pid_, SIGKILL);
	::kill(pid_, SIGKILL);
}

ChildProcess::Status ChildProcess::reap()
{
	KTSTR_ASSERT(pid_ > 0);
	siginfo_t info = {};
	/* WNOWAIT: kill the group while the zombie still holds its number. */
	while (waitid(P_PID, id_t(pid_), &info, WEXITED | WNOWAIT) && errno == EINTR)
		;
	if (own_group_)
		::kill(-pid_, SIGKILL);
	while (waitid(P_PID, id_t(pid_), &info, WEXITED) && errno == EINTR)
		;
	pid_ = -1;
	return Status{info.si_code != CLD_EXITED, info.si_status};
}

} /* namespace ktstr */
