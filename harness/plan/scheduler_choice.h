/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which scheduler a guest runs: the case's own, or the one given with --scheduler. Pure, but for
 * looking at the file once. Any thread.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/options/settings.h"
#include "harness/scenario/case.h"
#include "harness/wire/job.h"

namespace ktstr {

/** The scheduler given with --scheduler, looked at. */
struct OtherScheduler {
	std::string path;    /* on the host; empty: none was given */
	bool object = false; /* a bare .bpf.o, not a program */
	bool script = false; /* begins with "#!" */
	std::vector<std::string> arguments;
};

/** Errors: no such file, neither executable nor a BPF object. */
Result<OtherScheduler> look_at_scheduler(const std::string &path,
					 const std::vector<std::string> &arguments);

struct SchedulerChoice {
	SchedulerJob job;
	std::string program; /* host file, in the guest at the same path; empty: none */
};

/** For a case; @test null: for --exec, which has only @other. */
SchedulerChoice choose_scheduler(const Case *test, const OtherScheduler &other,
				 const Settings &settings);

} /* namespace ktstr */
