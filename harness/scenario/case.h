/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Case: one declared test. Plain data in static storage, defined in cases/ and linked into both the
 * host binary (which plans and judges) and init (which runs the body). Immutable; any thread.
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
		tree,	 /* tools/sched_ext/build/bin/@program; skips if it was not built */
	};

	Kind kind = none;
	const char *program = ""; /* "ktstr_fifo", "scx_simple" */
	std::vector<const char *> arguments = {};
	const char *expected_ops = ""; /* root/ops after attaching; empty: any */
	uint32_t attach_ms = 10000;
	bool hide_sysfs = false; /* run with /sys/kernel covered */
	Checks checks = {};	 /* bounds where a scenario gives none */
};

/** The verdict that a case about a fault must get, and what proves that the fault caused it. */
struct Expectation {
	enum Stage {
		any_stage,
		before_case, /* case_starting was never sent */
		in_case,     /* it was */
	};

	VerdictKind kind = VerdictKind::pass; /* default: a plain pass */
	const char *reason = "";	      /* reason_code, exact */
	Stage stage = any_stage;
	const char *machine_exit = ""; /* to_string(MachineExit); empty: any */
	const char *mentions = "";     /* part of the cause and of each splat */
};

struct Case {
	const char *name;	 /* [A-Za-z0-9_.:-]+, unique */
	const char *description; /* one sentence; mandatory */
	Topology topology = {};
	bool fixed_topology = false; /* needs this machine: -T replaces it only by full name */
	CaseScheduler scheduler = {};
	bool baseline = false;			      /* runs under EEVDF as well, as NAME.eevdf */
	std::vector<const char *> needs_options = {}; /* "CONFIG_..." beyond SCHED_CLASS_EXT */
	std::vector<const char *> needs_kfuncs = {};  /* the scheduler calls them; skips without */
	bool needs_scx = true;			      /* CONFIG_SCHED_CLASS_EXT and its relatives */
	bool slow = false;			      /* runs with --slow or if named in full */
	Expectation expect = {};
	uint32_t deadline_ms = 20000; /* of the body, guest time from case_starting */
	const char *kernel_arguments =
		""; /* added to the command line; none that names CPUs (cpu_bringup.h) */
	void (*body)(Guest &guest) =
		nullptr;	/* with neither body nor scenario, starting is enough */
	Scenario scenario = {}; /* instead of a body */

	/** Whether it reports checks; it is then inconclusive without any. */
	bool has_checks() const { return body || !scenario.empty(); }
};

/** Every declared case and baseline, sorted by name. Aborts if registry.h rejects one. */
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
