/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/json_text.h"

#include <cstdlib>

namespace ktstr {

json_t *json_text(std::string_view text)
{
	std::string utf8;

	for (char c : text) {
		uint8_t byte = uint8_t(c);

		if (byte < 0x80) {
			utf8 += c;
		} else {
			utf8 += char(0xc0 | byte >> 6);
			utf8 += char(0x80 | (byte & 0x3f));
		}
	}
	return json_stringn(utf8.data(), utf8.size());
}

json_t *json_texts(const std::vector<std::string> &texts)
{
	json_t *array = json_array();

	for (const std::string &text : texts)
		json_array_append_new(array, json_text(text));
	return array;
}

std::string dump_json(const JsonValue &value, int digits)
{
	char *text = json_dumps(value.get(), JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY |
						     JSON_REAL_PRECISION(digits));
	std::string result = text ? text : "";

	free(text);
	return result;
}

} /* namespace ktstr */
