/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of options. The parser and --help know an option by its row alone. Constant data; any
 * thread.
 */
#pragma once

#include <span>
#include <string>

#include "harness/options/cli.h"

namespace ktstr {

/** Which actions an option means something to. */
enum class OptionUse {
	all,   /* or harmless where it changes nothing, as --jobs is with --exec */
	cases, /* a run of cases, and --list */
};

struct OptionRow {
	char letter;	  /* 0: none */
	const char *name; /* without the dashes */
	/* Placeholder of the value in --help, in brackets if optional; nullptr: takes no value. */
	const char *value;
	OptionUse use;
	/* Validates and stores @value, which is empty if there is none. */
	Result<void> (*set)(Options &options, const std::string &value);
	const char *help; /* lines of --help; nullptr: internal */

	bool needs_value() const { return value && value[0] != '['; }
	/** Whether @action would not just ignore it. */
	bool is_for(Options::Action action) const;
};

/** In the order of --help. */
std::span<const OptionRow> option_rows();

} /* namespace ktstr */
