/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Key-value text: how the project's programs hand each other plain data through files: the job
 * (job.h), and what coordinator and session process tell each other. One "key=value" a line; in
 * values '%', newline and NUL are written %XX. Keys may repeat (lists). Pure functions; any thread.
 * Malformed text is an Error, never a crash.
 */
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

using KeyValues = std::vector<std::pair<std::string, std::string>>;

std::string serialise_key_values(const KeyValues &pairs);
/** A pair for each line, in their order. Each needs a key and its newline; errors name the line. */
Result<KeyValues> parse_key_values(std::string_view text);
/** "line 3", of the pair with that index. */
std::string line_of_pair(size_t index);

} /* namespace ktstr */
