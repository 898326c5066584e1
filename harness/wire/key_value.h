/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Key-value text: the format in which the project's programs exchange plain data through files: the
 * job (job.h), and the files between coordinator and session process. Each line is "key=value"; in
 * values, '%', newline and NUL are written as %XX. Keys may repeat (lists). Pure functions; any
 * thread. Malformed text is an Error, never a crash.
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
/** A pair for each line, in order. Each line needs a key and a newline; errors name the line. */
Result<KeyValues> parse_key_values(std::string_view text);
/** "line 3": the line of the pair at @index. */
std::string line_of_pair(size_t index);

} /* namespace ktstr */
