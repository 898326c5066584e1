/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JSON of what guests and kernels say: jansson accepts only UTF-8, but this text can be arbitrary
 * bytes. Pure functions; any thread.
 */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/json/json_value.h"

namespace ktstr {

/**
 * A string of @text, each byte that is not ASCII as the code point of its value. A new reference.
 */
json_t *json_text(std::string_view text);
/** An array of such strings. A new reference. */
json_t *json_texts(const std::vector<std::string> &texts);

/**
 * One line, in ASCII. @digits: significant digits of reals.
 */
std::string dump_json(const JsonValue &value, int digits = 17);

} /* namespace ktstr */
