/* SPDX-License-Identifier: GPL-2.0 */
/* TAP 13 (flat) and KTAP (nested): CI parsers expect one or the other. See reporter.h. */
#pragma once

#include "harness/report/reporter.h"

namespace ktstr {

std::unique_ptr<Reporter> make_tap_reporter();
/** Documentation/dev-tools/ktap.rst: diagnostics come before the line they belong to. */
std::unique_ptr<Reporter> make_ktap_reporter();

/** The whole output if nothing runs. @header: the version line. */
std::string tap_skip_all(const std::string &header, const std::string &reason,
			 const std::vector<std::string> &diagnostics);

} /* namespace ktstr */
