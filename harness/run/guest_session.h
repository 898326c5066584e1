/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Prepares a session for a run and a case: the guest's job, the machine's spec, the command for a
 * Host. The thread that runs the case calls it for its own folder; the context is read-only.
 */
#pragma once

#include <string>

#include "harness/hosts/host.h"
#include "harness/image/guest_image.h"
#include "harness/run/run_context.h"
#include "harness/session/session_files.h"
#include "harness/wire/job.h"

namespace ktstr {

/** A job with the fields that come from the context. */
Job make_job(const RunContext &context, JobMode mode, const SchedulerJob &scheduler,
	     const Topology &topology, uint64_t seed);

/**
 * A spec for a guest with @job. Removes an earlier session's files from @folder and writes the job
 * there. The caller sets the attach and case deadlines.
 */
Result<SessionSpec> make_session_spec(const RunContext &context, const Job &job,
				      const ImageNeeds &needs, const std::string &folder,
				      const std::string &case_arguments);

/**
 * Writes @spec to its folder and returns the command for a Host. The command's timeout is @total_ms
 * plus the wait for host LLCs and the teardown window.
 */
Result<Command> session_command(const RunContext &context, const SessionSpec &spec,
				uint64_t total_ms);

} /* namespace ktstr */
