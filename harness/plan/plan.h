/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plan: which cases run, under which names, topologies and seeds, and which of them skip before
 * anything boots. Made once by the coordinator's main thread; immutable after it.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/kernel/kernel_source.h"
#include "harness/options/cli.h"
#include "harness/scenario/case.h"

namespace ktstr {

struct PlannedCase {
	const Case *test;
	std::string name; /* the case's; with --repeat "name:2" and so on */
	Topology topology;
	uint64_t seed;
	std::string skip;	    /* reason code; empty: it runs */
	std::string too_large = {}; /* it ends as error host:memory, with this cause */
};

/**
 * Slow cases are in it with --slow, with --list, and where named in full; so are cases of a fixed
 * topology with another --topology, where named in full. One whose scenario cannot be on
 * --topology's machine is left out, and an error where named in full or with --scenario. Errors: a
 * glob that matches no case, no case at all, a machine that cannot be built, a scenario that makes
 * no sense on its machine.
 */
Result<std::vector<PlannedCase>> make_plan(const std::vector<const Case *> &cases,
					   const Options &options);

/**
 * A machine with @topology, --topology's or a case's own; a --memory that is too little for the
 * latter does not count. Errors: as make_machine_topology().
 */
Result<void> check_machine(const Topology &topology, const Options &options);

/**
 * Fills PlannedCase::too_large for a host that has @host_mib. Error: the machine that --topology or
 * --memory asks for does not fit.
 */
Result<void> fit_memory(std::vector<PlannedCase> *plan, const Options &options, uint64_t host_mib);

/** The cases that get more than --memory; empty: none does. */
std::string memory_note(const std::vector<PlannedCase> &plan, const Options &options);

/**
 * Fills PlannedCase::skip from what is known of the kernel, the build, the tree and this host's
 * programs.
 * @other_scheduler: --scheduler takes the place of the built-in ones.
 */
void gate_plan(std::vector<PlannedCase> *plan, const KernelUnderTest &kernel,
	       const Settings &settings, bool other_scheduler);

/**
 * Reason to skip the whole run; empty: there is none. That of the first where all skip;
 * so is a kernel without sched_ext where no case was named: the suite is about that.
 */
std::string reason_to_skip_all(const std::vector<PlannedCase> &plan, const Options &options);

/** --list: one line per case. @verbose: and below it its scenario, as JSON. */
std::string list_text(const std::vector<PlannedCase> &plan, bool verbose);
/** "ktstr_fifo", "any(ktstr_fifo)", "scx_simple", "none". */
std::string scheduler_text(const CaseScheduler &scheduler);

} /* namespace ktstr */
