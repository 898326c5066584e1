/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/payload_run.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "harness/wire/wire_measurement.h"
#include "init/child.h"
#include "init/sys.h"

namespace ktstr {

namespace {

[[noreturn]] void run_program(const Payload &payload, const WorkerStart &start, int output)
{
	std::vector<std::string> argv = {payload.program};

	argv.insert(argv.end(), payload.arguments.begin(), payload.arguments.end());
	setsid();
	dup2(output, STDOUT_FILENO);
	close(Reaper::kLinkFd);
	bool ready = start.cgroup_procs.empty() || write_text(start.cgroup_procs, "0");
	ready = ready && (!start.gid || (setgroups(0, nullptr) == 0 && setgid(*start.gid) == 0));
	ready = ready && (!start.uid || setuid(*start.uid) == 0);
	if (!ready) {
		dprintf(STDERR_FILENO, "ktstr: %s: cannot enter its cgroup, or change user: %m\n",
			payload.name.c_str());
		_exit(126);
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	exec_or_exit(argv);
}

} /* namespace */

Result<std::unique_ptr<PayloadRun>> PayloadRun::start(const Payload &payload,
						      const WorkerStart &start)
{
	std::unique_ptr<PayloadRun> run(new PayloadRun(payload));
	int fds[2];

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) < 0)
		return errno_error("pipe for a program's output", payload.name);
	run->output_ = UniqueFd(fds[0]);
	UniqueFd writer(fds[1]);
	/* Only our end is non-blocking. */
	fcntl(writer.get(), F_SETFL, 0);
	fflush(nullptr);
	run->pid_ = fork();
	if (run->pid_ < 0)
		return errno_error("fork a program", payload.name);
	if (run->pid_ == 0)
		run_program(payload, start, writer.get());
	return run;
}

PayloadRun::~PayloadRun()
{
	kill();
	if (pid_ > 0 && !status_)
		waitpid(pid_, nullptr, 0);
}

void PayloadRun::kill()
{
	/* Never started: kill(-1) would signal every process. */
	if (pid_ <= 0)
		return;
	killed_ = killed_ || !status_;
	::kill(-pid_, SIGKILL);
	if (!status_)
		::kill(pid_, SIGKILL);
}

void PayloadRun::pump()
{
	char buffer[16384];
	int status;

	if (!status_ && waitpid(pid_, &status, WNOHANG) == pid_)
		status_ = status;
	while (output_.valid()) {
		ssize_t n = read(output_.get(), buffer, sizeof(buffer));

		if (n > 0) {
			(void)!write(STDOUT_FILENO, buffer, size_t(n));
			kept_.append(buffer, std::min(size_t(n), kMaxProgramOutput - kept_.size()));
		} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
			output_.reset();
		} else if (errno == EAGAIN) {
			/* Descendants may keep the pipe open after the program has ended. */
			if (status_)
				output_.reset();
			break;
		}
	}
}

ProgramRun PayloadRun::run(const std::string &where) const
{
	ProgramRun run = {.payload = payload_.number, .where = where, .cgroup = cgroup};

	if (!killed_ && status_)
		run.exit_code =
			WIFEXITED(*status_) ? WEXITSTATUS(*status_) : 128 + WTERMSIG(*status_);
	if (!payload_.metrics.empty())
		run.output = kept_;
	return run;
}

} /* namespace ktstr */
