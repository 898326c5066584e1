/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ChildProcess: a process started by this one, which dies with its owner at the latest. One thread
 * owns and uses it. That must be the thread that started it, because PR_SET_PDEATHSIG fires when
 * that thread ends. The child inherits only the descriptors named in the options.
 */
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

struct SpawnOptions {
	std::vector<std::string> argv;
	std::string file = {};		      /* to execute; empty: argv[0] */
	std::vector<std::string> environment; /* "NAME=value", overrides inherited variables */
	int stdin_fd = -1;		      /* -1: /dev/null */
	int stdout_fd = -1;
	int stderr_fd = -1;
	std::vector<int> inherited_fds; /* kept open under the same numbers */
	bool own_group = true;		/* own process group, killed as a whole */
	bool own_session = false;	/* own session, with stdin_fd as its controlling terminal */
};

class ChildProcess {
public:
	/** Errors: fork failed; exec failed (with its errno). */
	static Result<ChildProcess> spawn(const SpawnOptions &options);
	ChildProcess(ChildProcess &&other) noexcept;
	ChildProcess &operator=(ChildProcess &&) = delete;
	/** Kills and reaps the process. */
	~ChildProcess();

	pid_t pid() const { return pid_; }
	/** Readable once the process has ended. */
	const UniqueFd &pidfd() const { return pidfd_; }
	/** Sends SIGKILL to the process, and to its group if it has its own. Idempotent. */
	void kill();

	struct Status {
		bool signalled;
		int code; /* exit code, or signal */
	};
	/** Waits for the end, then kills the rest of the group. Call once. */
	Status reap();

private:
	ChildProcess(pid_t pid, UniqueFd pidfd, bool own_group)
		: pid_(pid), pidfd_(std::move(pidfd)), own_group_(own_group)
	{}

	pid_t pid_; /* -1 once reaped or moved from */
	UniqueFd pidfd_;
	bool own_group_;
};

struct Pipe {
	UniqueFd read;
	UniqueFd write;
};
/** Both ends close-on-exec. */
Result<Pipe> make_pipe();
Result<void> set_nonblocking(const UniqueFd &fd);

} /* namespace ktstr */
