/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of options: one row each, which is all that the parser and --help know of it. Constant
 * data; any thread.
 */
#pragma once

#include <span>
#include <string>

#include "harness/options/cli.h"

namespace ktstr {

struct OptionRow {
	char letter;	  /* 0: none */
	const char *name; /* without the dashes */
	/*
	 * What --help calls the value; in brackets where it may be left out; nullptr: takes none.
	 */
	const char *value;
	/* Validates @value (empty where there is none) and stores it. */
	Result<void> (*set)(Options &options, const std::string &value);
	const char *help; /* lines of --help; nullptr: not for people */

	bool needs_value() const { return value && value[0] != '['; }
};

/** In the order of --help. */
std::span<const OptionRow> option_rows();

} /* namespace ktstr */
