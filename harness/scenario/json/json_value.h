/* SPDX-License-Identifier: GPL-2.0 */
/* JsonValue: owns one reference to a jansson value. Move-only; one thread. */
#pragma once

#include <jansson.h>

#include <memory>

namespace ktstr {

struct JsonRelease {
	void operator()(json_t *value) const { json_decref(value); }
};

using JsonValue = std::unique_ptr<json_t, JsonRelease>;

} /* namespace ktstr */
