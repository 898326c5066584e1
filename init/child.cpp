/* SPDX-License-Identifier: GPL-2.0 */
#include "init/child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>

namespace ktstr {

namespace {

/* Installs @fd as descriptor @target; /dev/null if it is nullptr. */
void place(const UniqueFd *fd, int target)
{
	if (fd) {
		dup2(fd->get(), target);
		return;
	}
	int null_fd = open("/dev/null", O_RDWR);
	if (null_fd >= 0 && null_fd != target) {
		dup2(null_fd, target);
		close(null_fd);
	}
}

[[noreturn]] void child_main(const ChildSetup &setup, const std::function<void()> &body)
{
	sigset_t none;

	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, nullptr);
	place(setup.in, STDIN_FILENO);
	place(setup.out, STDOUT_FILENO);
	place(setup.err, STDERR_FILENO);
	int first_closed = Reaper::kLinkFd;
	if (setup.link)
		dup2(setup.link->get(), first_closed++);
	syscall(SYS_close_range, first_closed, ~0u, 0);
	if (chdir(setup.directory) < 0)
		dprintf(STDERR_FILENO, "ktstr: %s: %s\n", setup.directory, strerror(errno));
	body();
	_exit(127);
}

} /* namespace */

void Child::kill(int signal_number) const
{
	if (!ended)
		syscall(SYS_pidfd_send_signal, pidfd.get(), signal_number, nullptr, 0);
}

void Child::kill_group(int signal_number) const
{
	::kill(-pid, signal_number);
	/* The child may not have called setsid() yet. */
	kill(signal_number);
}

std::string Child::describe() const
{
	if (!ended)
		return "is alive";
	if (signal)
		return "was ended by signal " + std::to_string(signal) + " (" + strsignal(signal) +
		       ")";
	return "exited with code " + std::to_string(exit_code);
}

void exec_or_exit(const std::vector<std::string> &argv)
{
	std::vector<char *> pointers;

	for (const std::string &argument : argv)
		pointers.push_back(const_cast<char *>(argument.c_str()));
	pointers.push_back(nullptr);
	execvp(pointers[0], pointers.data());
	dprintf(STDERR_FILENO, "ktstr: cannot execute %s: %s\n", pointers[0], strerror(errno));
	_exit(127);
}

Result<std::unique_ptr<Reaper>> Reaper::create(Loop &loop)
{
	std::unique_ptr<Reaper> reaper(new Reaper(loop));
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, nullptr) < 0)
		return errno_error("block SIGCHLD");
	reaper->signal_fd_ = UniqueFd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
	if (!reaper->signal_fd_.valid())
		return errno_error("signalfd");
	loop.add(reaper->signal_fd_, [r = reaper.get()] {
		struct signalfd_siginfo info;

		while (read(r->signal_fd_.get(), &info, sizeof(info)) > 0)
			;
		r->collect();
	});
	return reaper;
}

Reaper::~Reaper()
{
	loop_.remove(signal_fd_);
	for (const auto &[pid, child] : children_)
		loop_.remove(child->pidfd);
}

Result<Child *> Reaper::spawn(const ChildSetup &setup, const std::function<void()> &body)
{
	pid_t pid = fork();

	if (pid < 0)
		return errno_error("fork");
	if (pid == 0)
		child_main(setup, body);

	auto child = std::make_unique<Child>();
	child->pid = pid;
	/* Not reaped yet, so the PID has not been reused. */
	child->pidfd = UniqueFd(int(syscall(SYS_pidfd_open, pid, 0)));
	if (child->pidfd.valid())
		loop_.add(child->pidfd, [this] { collect(); });
	Child *raw = child.get();
	children_[pid] = std::move(child);
	return raw;
}

void Reaper::collect()
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		auto found = children_.find(pid);

		if (found == children_.end())
			continue;
		Child &child = *found->second;
		loop_.remove(child.pidfd);
		child.ended = true;
		if (WIFEXITED(status))
			child.exit_code = WEXITSTATUS(status);
		else
			child.signal = WTERMSIG(status);
		ended_.push_back(std::move(found->second));
		children_.erase(found);
	}
}

} /* namespace ktstr */
