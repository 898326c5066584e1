/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ChildProcess: one process started by this one, dead at the latest when its owner is. Owned and
 * used by one thread, which must be the thread that started it: PR_SET_PDEATHSIG fires when that
 * thread ends. Descriptors not named in the options do not reach the child.
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
	std::vector<std::string> environment; /* "NAME=value", set over our own */
	int stdin_fd = -1;		      /* -1: /dev/null */
	int stdout_fd = -1;
	int stderr_fd = -1;
	std::vector<int> inherited_fds; /* kept open under the same number */
	bool own_group = true;		/* its own process group, killed as a whole */
	bool own_session = false;	/* and stdin_fd is its controlling terminal */
};

class ChildProcess {
public:
	/** Errors: fork, or exec (then with the errno of exec). */
	static Result<ChildProcess> spawn(const SpawnOptions &options);
	ChildProcess(ChildProcess &&other) noexcept;
	ChildProcess &operator=(ChildProcess &&) = delete;
	/** Kills and reaps. */
	~ChildProcess();

	pid_t pid() const { return pid_; }
	/** Readable once it has ended. */
	const UniqueFd &pidfd() const { return pidfd_; }
	/** SIGKILL to the process, and to its group where it has its own. Idempotent. */
	void kill();

	struct Status {
		bool signalled;
		int code; /* exit code, or signal */
	};
	/** Waits for the end, and kills what is left of the group. Once. */
	Status reap();

private:
	ChildProcess(pid_t pid, UniqueFd pidfd, bool own_group)
		: pid_(pid), pidfd_(std::move(pidfd)), own_group_(own_group)
	{}

	pid_t pid_; /* -1 once reaped or moved away */
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
