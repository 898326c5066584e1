/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plan: which cases run, with which names, topologies and seeds, and which of them skip before
 * anything boots. The coordinator's main thread makes it once; immutable afterwards.
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
	std::string name; /* the case's; with --repeat "name:1", "name:2" and so on */
	Topology topology;
	uint64_t seed;
	std::string skip;	    /* reason code; empty: the case runs */
	std::string too_large = {}; /* cause of the error host:memory; empty: it fits */
};

/**
 * Slow cases need --slow, --list or their full name. If --topology differs from a case's fixed
 * topology, that case needs its full name. A case whose scenario cannot run on --topology's machine
 * is left out; it is an error if named in full or given with --scenario. Errors: a glob that
 * matches no case, no case at all, a machine that cannot be built, a scenario that cannot run on
 * its machine, a program in --scenario's file that this host lacks.
 */
Result<std::vector<PlannedCase>> make_plan(const std::vector<const Case *> &cases,
					   const Options &options);

/**
 * Checks the machine of @topology, which is --topology or a case's own. A case's own machine
 * ignores a --memory that is too small. Errors: as make_machine_topology().
 */
Result<void> check_machine(const Topology &topology, const Options &options);

/**
 * Sets PlannedCase::too_large for a host with @host_mib. Error: the machine that --topology or
 * --memory asks for does not fit.
 */
Result<void> fit_memory(std::vector<PlannedCase> *plan, const Options &options, uint64_t host_mib);

/** Names the cases that get more than --memory; empty: none does. */
std::string memory_note(const std::vector<PlannedCase> &plan, const Options &options);

/**
 * Sets PlannedCase::skip from what is known about the kernel, the build, the tree and the host's
 * programs. @other_scheduler: --scheduler replaces the built-in ones.
 */
void gate_plan(std::vector<PlannedCase> *plan, const KernelUnderTest &kernel,
	       const Settings &settings, bool other_scheduler);

/**
 * Reason to skip the whole run; empty: none. If all cases skip, it is the first one's reason. A
 * kernel without sched_ext skips the whole run unless cases were named: sched_ext is what the suite
 * tests.
 */
std::string reason_to_skip_all(const std::vector<PlannedCase> &plan, const Options &options);

/** --list: one line per case. @verbose: with its scenario below, as JSON. */
std::string list_text(const std::vector<PlannedCase> &plan, bool verbose);
/** "ktstr_fifo", "any(ktstr_fifo)", "scx_simple", "none". */
std::string scheduler_text(const CaseScheduler &scheduler);

} /* namespace ktstr */
