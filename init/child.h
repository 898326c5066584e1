/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Children of PID 1, and the reaper that learns of every death. PID 1's session owns the Reaper,
 * which outlives every Child. All calls on PID 1's one thread.
 *
 * A pidfd and SIGCHLD both lead to one waitpid() loop. It keeps the status of every child spawned
 * here and reaps orphans: no status is lost, no zombie stays.
 */
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "init/loop.h"
#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

struct Child {
	pid_t pid = 0;
	UniqueFd pidfd;
	bool ended = false;
	int exit_code = -1; /* -1: killed by a signal, or alive */
	int signal = 0;	    /* 0: exited, or alive */

	/** Signals the process itself. Does nothing once it has ended. */
	void kill(int signal_number) const;
	/** Signals its process group, which may outlive it. */
	void kill_group(int signal_number) const;
	/** Exit code by the shell's convention: 128 + signal for a signal. */
	int shell_code() const { return signal ? 128 + signal : exit_code; }
	/** "exited with code 1", "was ended by signal 11 (Segmentation fault)". */
	std::string describe() const;
};

struct ChildSetup {
	const UniqueFd *in = nullptr;	/* nullptr: /dev/null */
	const UniqueFd *out = nullptr;	/* nullptr: /dev/null */
	const UniqueFd *err = nullptr;	/* nullptr: /dev/null */
	const UniqueFd *link = nullptr; /* becomes the child's descriptor 3; nullptr: none */
	const char *directory = "/";
};

/**
 * Replaces the calling process; looks argv[0] up in PATH. On failure prints an error and exits with
 * 127.
 */
[[noreturn]] void exec_or_exit(const std::vector<std::string> &argv);

class Reaper {
public:
	static constexpr int kLinkFd = 3;

	/** Blocks SIGCHLD for this thread and watches it through a signalfd. */
	static Result<std::unique_ptr<Reaper>> create(Loop &loop);
	~Reaper();

	/**
	 * Runs @body in a new process that leads its own session, with the streams of @setup and
	 * no other inherited descriptor. The pointer is valid for the life of the Reaper.
	 */
	Result<Child *> spawn(const ChildSetup &setup, const std::function<void()> &body);
	/** Reaps every child that has died so far. */
	void collect();

private:
	explicit Reaper(Loop &loop) : loop_(loop) {}

	Loop &loop_;
	UniqueFd signal_fd_;
	std::map<pid_t, std::unique_ptr<Child>> children_;
	std::vector<std::unique_ptr<Child>> ended_;
};

} /* namespace ktstr */
