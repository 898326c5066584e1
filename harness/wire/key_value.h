/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Key-value text: how coordinator and session process hand each other plain data through files.
 * One "key=value" a line; in values '%', newline and NUL are written %XX. Keys may repeat (lists).
 * Pure functions; any thread. Malformed text is an Error, never a crash.
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
Result<KeyValues> parse_key_values(std::string_view text);

} /* namespace ktstr */
