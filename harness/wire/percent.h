/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Percent escapes for values in line-based text (harness/wire/key_value.h, the agent's
 * configuration). Pure functions; any thread, guest and host. Malformed text is an Error, never a
 * crash.
 */
#pragma once

#include <string>
#include <string_view>

#include "vmm/base/result.h"

namespace ktstr {

/** @value with '%', newline, NUL and each of @separators written as %XX. */
std::string percent_escape(std::string_view value, std::string_view separators = {});
/** Undoes any %XX, in upper or lower case. */
Result<std::string> percent_unescape(std::string_view text);

} /* namespace ktstr */
