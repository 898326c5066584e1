/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CaseList: the cases that a command line selects from: those linked into this program, or the one
 * in a --scenario file. The coordinator's main thread makes it once; it outlives every plan.
 */
#pragma once

#include <memory>
#include <vector>

#include "harness/options/cli.h"
#include "harness/scenario/rules/case_data.h"

namespace ktstr {

struct CaseList {
	std::vector<const Case *> cases;
	std::unique_ptr<const OwnedCase> from_file;
};

/** Error: the file is unreadable or invalid; names the file, and the line or field. */
Result<CaseList> make_case_list(const Options &options);

} /* namespace ktstr */
