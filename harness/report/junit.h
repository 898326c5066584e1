/* SPDX-License-Identifier: GPL-2.0 */
/* JUnit XML, for --junit. Pure; any thread. */
#pragma once

#include <string>
#include <vector>

#include "harness/report/outcome.h"

namespace ktstr {

std::string junit_document(const std::vector<Outcome> &outcomes);

} /* namespace ktstr */
