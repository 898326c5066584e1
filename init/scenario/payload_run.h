/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PayloadRun: a real program that a scenario started. Its output goes to the body's own as it
 * comes; where it has metrics, what it wrote to standard output is kept (bounded) for the host. Owned by the
 * executor, on its one thread; killed with the object.
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
	/** Of @start the cgroup, user and group count. */
	static Result<std::unique_ptr<PayloadRun>> start(const Payload &payload,
							 const WorkerStart &start);
	~PayloadRun();

	/* Where it is, as the scenario says it; the executor keeps these. */
	std::string cgroup;

	const std::string &name() const { return payload_.name; }
	pid_t pid() const { return pid_; }
	/** Passes on what it has written. */
	void pump();
	/** After pump(): it ended, and all that it wrote has been read. */
	bool ended() const { return status_.has_value() && !output_.valid(); }
	/** SIGKILL to it and to what it started. */
	void kill();

	/** What the host is to judge it by. */
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
