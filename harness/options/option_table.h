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

struct OptionRow {
	char letter;	  /* 0: none */
	const char *name; /* without the dashes */
	/* Placeholder of the value in --help, in brackets if optional; nullptr: takes no value. */
	const char *value;
	/* Validates and stores @value, which is empty if there is none. */
	Result<void> (*set)(Options &options, const std::string &value);
	const char *help; /* lines of --help; nullptr: internal */

	bool needs_value() const { return value && value[0] != '['; }
};

/** In the order of --help. */
std::span<const OptionRow> option_rows();

} /* namespace ktstr */
