/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PayloadRun: a real program that a scenario started. Its output is passed on to the body's own at
 * once. If it has metrics, its standard output is also stored (bounded) for the host. Owned by the
 * executor, on its only thread; the destructor kills the program.
 */
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/measurement.h"
#include "init/scenario/worker_start.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class PayloadRun {
public:
	/** Uses only the cgroup, user and group of @start. */
	static Result<std::unique_ptr<PayloadRun>> start(const Payload &payload,
							 const WorkerStart &start);
	~PayloadRun();

	/* Its cgroup's name in the scenario; the executor updates it. */
	std::string cgroup;

	const std::string &name() const { return payload_.name; }
	pid_t pid() const { return pid_; }
	/** Passes on the output so far. */
	void pump();
	/** Valid after pump(): it has ended and all its output has been read. */
	bool ended() const { return status_.has_value() && !output_.valid(); }
	/** Sends SIGKILL to it and its descendants. */
	void kill();

	/** The data that the host judges it by. */
	ProgramRun run(const std::string &where) const;

private:
	explicit PayloadRun(const Payload &payload) : payload_(payload) {}

	Payload payload_;
	pid_t pid_ = -1;
	UniqueFd output_;
	std::string kept_;
	std::optional<int> status_;
	bool killed_ = false;
};

} /* namespace ktstr */
