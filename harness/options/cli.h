/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Options: the parsed command line of the coordinator. Pure: touches no file, prints nothing. Every
 * mistake is an Error that names the option; the caller then exits with 64, or with 125 if
 * asks_for_bisect().
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/case.h"
#include "vmm/base/result.h"

namespace ktstr {

enum class HostChoice { automatic, kvm, tcg };
enum class OutputFormat { tap, ktap, json };

struct Options {
	enum class Action {
		run_cases,
		list,
		exec,
		shell,
		check_config,
		doctor,
		scenario_schema,
		help
	};

	Action action = Action::run_cases;
	std::vector<std::string> globs;
	std::string scenario; /* file with the only case; empty: the built-in cases */
	bool verbose = false; /* --list: show scenarios */
	std::string kernel;   /* empty: the default one */
	std::optional<Topology> topology;
	std::string scheduler; /* empty: each case's own */
	std::vector<std::string> scheduler_arguments;
	unsigned attach_timeout_s = 0; /* of --scheduler; 0: the case's own */
	std::string command;	       /* exec */
	std::vector<std::string> includes;
	unsigned jobs = 0; /* 0: what the machine allows */
	bool pin = false;
	HostChoice host = HostChoice::automatic;
	uint64_t memory_mib = 0; /* 0: default */
	unsigned timeout_s = 0;	 /* 0: each case's own; for exec and shell none */
	unsigned repeat = 1;
	unsigned retry = 0;
	uint64_t seed = 1;
	bool fail_fast = false;
	bool slow = false; /* run slow cases too */
	OutputFormat format = OutputFormat::tap;
	std::string junit;
	std::string out_dir;
	std::string allow_file; /* regexes of console lines that are not splats */
	bool bisect = false;
	bool ask_version = false; /* only print the version in --kernel */
};

Result<Options> parse_command_line(const std::vector<std::string> &arguments);

/** Whether --bisect was given, even if the command line does not parse. */
bool asks_for_bisect(const std::vector<std::string> &arguments);

/** The text of --help. */
std::string usage_text();

} /* namespace ktstr */
