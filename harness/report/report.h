/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reporters: turn outcomes into text for stdout (TAP 13, KTAP, JSON) and for a JUnit file. The
 * dispatcher calls a Reporter under its lock, in the order of the plan, so that a reporter needs
 * none; every call returns text, and printing it is the caller's. Guest text is quoted here.
 */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/options/cli.h"
#include "harness/verdict/verdict.h"

namespace ktstr {

/** One planned case after its end (or after it was given up). */
struct Outcome {
	std::string name; /* [A-Za-z0-9_.:-]+, unique in the plan */
	std::string description;
	std::string topology;
	std::string scheduler;
	Verdict verdict;
	uint64_t time_ms = 0;
	std::string repro;	  /* command line that runs just this */
	std::string artifacts;	  /* folder; empty where nothing ran */
	unsigned host_losses = 0; /* emulated hosts that died under it */
};

/** What a whole run cost (suite_cost.h). */
struct SuiteCost {
	uint64_t wall_ms = 0;
	unsigned slots = 0;	 /* virtual machines at a time */
	double idle_percent = 0; /* of the slots' time, in which no case ran */
	double cases_per_minute = 0;
};

class Reporter {
public:
	virtual ~Reporter() = default;
	virtual std::string begin(size_t planned) = 0;
	/** "# " lines between results. */
	virtual std::string note(const std::string &text) = 0;
	virtual std::string result(const Outcome &outcome) = 0;
	/** After the last result. */
	virtual std::string suite(const SuiteCost &cost) = 0;
	virtual std::string end() = 0;
};

std::unique_ptr<Reporter> make_reporter(OutputFormat format);

/** The whole output where nothing is to run: "1..0 # SKIP reason". */
std::string skip_all(OutputFormat format, const std::string &reason,
		     const std::vector<std::string> &diagnostics);

std::string junit_document(const std::vector<Outcome> &outcomes);
/** One outcome as a JSON object; also the core of result.json. */
std::string outcome_json(const Outcome &outcome);

struct Totals {
	size_t passed = 0;
	size_t skipped = 0;
	size_t failed = 0; /* against the kernel */
	size_t errors = 0; /* of the host, and inconclusive runs */
};

Totals count_outcomes(const std::vector<Outcome> &outcomes);
/** The process's exit code (contract: 0, 1, 4; with @bisect 0, 1, 125). */
int exit_code(const Totals &totals, bool bisect);
/** --exec and --shell: the command ended with @code. */
int command_exit_code(int code, bool bisect);
/** --exec and --shell: the command did not come to its end, and @kind says why. */
int no_command_exit_code(VerdictKind kind, bool bisect);

} /* namespace ktstr */
