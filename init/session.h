/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GuestSession: one run of PID 1, from its first mount to the last record (design: guest, PID 1).
 * Made by main(), used on its thread. run() always comes to an end, with a RESULT sent if there is
 * a channel to send it on, and with the reason in the kernel's log if there is none.
 */
#pragma once

#include <memory>
#include <string>

#include "harness/wire/job.h"
#include "harness/wire/wire.h"
#include "init/child.h"
#include "init/host_input.h"
#include "init/job_run.h"
#include "init/kernel_log.h"
#include "init/loop.h"
#include "init/records.h"
#include "init/sched/lifecycle.h"
#include "init/streams.h"

namespace ktstr {

class GuestSession {
public:
	void run();

private:
	Result<void> connect();
	Result<void> run_phases();
	Result<void> start_streams();
	bool skip_for_missing_kfunc();
	/** False: it did not attach, which a record says. */
	Result<bool> start_scheduler();
	Result<void> await_hello();
	Result<void> run_job();
	void stop_scheduler();
	/** The scenario asks for nothing_left. */
	bool asks_for_leftovers() const;
	void teardown();
	void finish(const Error *error);
	void wait_until_read();
	void take_host_input();
	void phase(Phase phase);
	bool host_wants_end() const { return host_.stop_requested() || !host_.error().empty(); }

	Job job_;
	Loop loop_;
	Records records_;
	HostInput host_;
	bool host_closed_ = false;
	ScxSysfs scx_;
	WireResult result_ = {uint32_t(ResultKind::failed), 0, 0, 0};
	std::unique_ptr<Reaper> reaper_;
	std::unique_ptr<KernelLog> kernel_log_;
	std::unique_ptr<Stream> trace_;
	std::unique_ptr<SchedulerLife> scheduler_;
	std::unique_ptr<JobRun> job_run_;
};

/** Switches the machine off, whatever still runs. */
[[noreturn]] void power_off();

} /* namespace ktstr */
