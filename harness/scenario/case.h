/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Case: one declared test. Plain data in static storage, written in cases/ and linked into both
 * the host binary (which plans and judges) and init (which runs the body). Immutable; any thread.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/guest.h"
#include "harness/scenario/scenario.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

enum class VerdictKind { pass, skip, inconclusive, fail, lost, timeout, crash, error };

const char *to_string(VerdictKind kind);

/** Which scheduler a case runs under. */
struct CaseScheduler {
	enum Kind {
		none,	 /* the built-in EEVDF */
		builtin, /* from progs/, always this one */
		any,	 /* @program by default, or the one given with --scheduler */
		tree,	 /* tools/sched_ext/build/bin/@program; skips where it was not built */
	};

	Kind kind = none;
	const char *program = ""; /* "ktstr_fifo", "scx_simple" */
	std::vector<const char *> arguments = {};
	const char *expected_ops = ""; /* root/ops after attaching; empty: any */
	uint32_t attach_ms = 10000;
	bool hide_sysfs = false; /* run with /sys/kernel covered */
	Checks checks = {};	 /* bounds that it is held to where a scenario gives none */
};

/** The verdict a case about a fault must get, and what shows that it is that fault's doing. */
struct Expectation {
	enum Stage {
		any_stage,
		before_case, /* case_starting was never sent */
		in_case,     /* it was */
	};

	VerdictKind kind = VerdictKind::pass; /* by default a plain pass */
	const char *reason = "";	      /* reason_code, exact */
	Stage stage = any_stage;
	const char *machine_exit = ""; /* to_string(MachineExit); empty: any */
	const char *mentions = "";     /* part of the cause, and of each splat */
};

struct Case {
	const char *name;	 /* [A-Za-z0-9_.:-]+, unique */
	const char *description; /* one sentence; mandatory */
	Topology topology = {};
	bool fixed_topology = false; /* about this machine: no other by -T, but in full name */
	CaseScheduler scheduler = {};
	bool baseline = false;			      /* runs under EEVDF as well, as NAME.eevdf */
	std::vector<const char *> needs_options = {}; /* "CONFIG_..." beyond SCHED_CLASS_EXT */
	std::vector<const char *> needs_kfuncs = {};  /* that the scheduler calls; else a skip */
	bool needs_scx = true;			      /* CONFIG_SCHED_CLASS_EXT and its relatives */
	bool slow = false;			      /* runs with --slow, or when named in full */
	Expectation expect = {};
	uint32_t deadline_ms = 20000; /* of the body, guest time from case_starting */
	const char *kernel_arguments =
		""; /* added to the command line; none that names CPUs (cpu_bringup.h) */
	void (*body)(Guest &guest) = nullptr; /* without it and a scenario, beginning is all */
	Scenario scenario = {};		      /* in place of a body */

	/** It reports checks; without any it is inconclusive. */
	bool has_checks() const { return body || !scenario.empty(); }
};

/** Every declared case and baseline, sorted by name. Aborts on one that registry.h refuses. */
const std::vector<const Case *> &all_cases();
const Case *find_case(std::string_view name);

/** Registers a case before main(); use through KTSTR_CASE. */
struct CaseRegistration {
	explicit CaseRegistration(const Case &c);
};

#define KTSTR_CASE(identifier)                                                                     \
	extern const ::ktstr::Case identifier;                                                     \
	static const ::ktstr::CaseRegistration identifier##_registration(identifier);              \
	const ::ktstr::Case identifier

} /* namespace ktstr */
