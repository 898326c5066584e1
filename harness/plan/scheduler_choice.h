/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Chooses the scheduler that a guest runs: the case's own, or the one given with --scheduler. Pure,
 * except that look_at_scheduler() reads the file. Any thread.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/options/settings.h"
#include "harness/scenario/case.h"
#include "harness/wire/job.h"

namespace ktstr {

/** The scheduler given with --scheduler, and what kind of file it is. */
struct OtherScheduler {
	std::string path;    /* on the host; empty: not given */
	bool object = false; /* a bare .bpf.o, not a program */
	bool script = false; /* starts with "#!" */
	std::vector<std::string> arguments;
	uint32_t attach_ms = 0; /* window to attach in; 0: as the case says */
};

/**
 * The path stays as given, but for a missing start: a program may look at the name it is started
 * under. Errors: no such file, neither executable nor a BPF object.
 */
Result<OtherScheduler> look_at_scheduler(const std::string &path,
					 const std::vector<std::string> &arguments);

struct SchedulerChoice {
	SchedulerJob job;
	std::string program; /* host file, at the same path in the guest; empty: none */
};

/** The scheduler for @test. nullptr: for --exec, which can only have @other. */
SchedulerChoice choose_scheduler(const Case *test, const OtherScheduler &other,
				 const Settings &settings);

} /* namespace ktstr */
