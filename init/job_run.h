/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JobRun: the purpose of the run: the body or scenario of a case, a command, or an interactive
 * shell. Each is a child process with forwarded streams. PID 1's session owns it, one per run, on
 * its thread.
 */
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/wire/job.h"
#include "init/body/guest_body.h"
#include "init/child.h"
#include "init/streams.h"

namespace ktstr {

/** The guest's shell: "/bin/sh", or "/bin/busybox sh"; empty if the image has none. */
std::vector<std::string> find_shell();

class JobRun {
public:
	JobRun(Loop &loop, Records &records, Reaper &reaper, const Job &job)
		: loop_(loop), records_(records), reaper_(reaper), job_(job)
	{}
	~JobRun() { loop_.remove(link_); }

	/**
	 * Errors: no such case, a scenario that does not parse, no shell, no console. A case with
	 * neither body nor scenario ends at once.
	 */
	Result<void> start();
	bool ended() const { return !child_ || child_->ended; }
	/** Kills the rest of its processes and forwards the rest of its output. */
	void finish(uint64_t grace_ns);

	/** Exit code of a command or shell; 0 for a case. */
	int exit_code() const;
	int signal() const;
	/** Why a case body did not finish; empty if it did. */
	std::string failure() const;

private:
	Result<void> start_case();
	Result<void> spawn_body(const std::function<void(GuestBody &)> &body);
	Result<void> start_command();
	Result<void> start_shell();
	Result<void> spawn_piped(const UniqueFd *link, const std::function<void()> &body,
				 const char *directory);

	Loop &loop_;
	Records &records_;
	Reaper &reaper_;
	const Job &job_;
	Child *child_ = nullptr;
	UniqueFd link_;
	std::unique_ptr<Stream> out_;
	std::unique_ptr<Stream> err_;
};

} /* namespace ktstr */
