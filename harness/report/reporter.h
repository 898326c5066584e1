/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reporters turn outcomes into text for stdout (TAP 13, KTAP, JSON) and quote guest text. The
 * dispatcher calls a Reporter in plan order and under its lock, so a reporter needs no lock. Every
 * call returns text for the caller to print.
 */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/options/cli.h"
#include "harness/report/outcome.h"
#include "harness/report/suite_cost.h"

namespace ktstr {

class Reporter {
public:
	virtual ~Reporter() = default;
	virtual std::string begin(size_t planned) = 0;
	/** "# " lines between results. */
	virtual std::string note(const std::string &text) = 0;
	virtual std::string result(const Outcome &outcome) = 0;
	/** Called after the last result. */
	virtual std::string suite(const SuiteCost &cost) = 0;
	virtual std::string end() = 0;
};

std::unique_ptr<Reporter> make_reporter(OutputFormat format);

/** The whole output if nothing runs: "1..0 # SKIP reason". */
std::string skip_all(OutputFormat format, const std::string &reason,
		     const std::vector<std::string> &diagnostics);

} /* namespace ktstr */
