/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From what a run and a case want to a session: the guest's job, the machine's spec, the command
 * for a Host. Called by the thread that runs the case, for a folder of its own; the context is
 * read-only.
 */
#pragma once

#include <string>

#include "harness/hosts/host.h"
#include "harness/image/guest_image.h"
#include "harness/run/run_context.h"
#include "harness/session/session_files.h"
#include "harness/wire/job.h"

namespace ktstr {

/** A job with what comes from the context. */
Job make_job(const RunContext &context, JobMode mode, const SchedulerJob &scheduler,
	     const Topology &topology, uint64_t seed);

/**
 * A spec for a guest with @job, which is written to @folder, emptied of an earlier session. The
 * deadlines of attach and case are the caller's to set.
 */
Result<SessionSpec> make_session_spec(const RunContext &context, const Job &job,
				      const ImageNeeds &needs, const std::string &folder,
				      const std::string &case_arguments);

/**
 * Writes @spec into its folder. The command for a Host, with @total_ms, the wait for host LLCs and
 * the teardown's window as the backstop.
 */
Result<Command> session_command(const RunContext &context, const SessionSpec &spec,
				uint64_t total_ms);

} /* namespace ktstr */
