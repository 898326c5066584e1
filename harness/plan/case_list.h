/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CaseList: the cases that a command line chooses from: those linked into this program, or the one
 * of a --scenario file. Made once by the coordinator's main thread, and outlives every plan.
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

/** Errors: a file that cannot be read; name it, and the line or the field. */
Result<CaseList> make_case_list(const Options &options);

} /* namespace ktstr */
