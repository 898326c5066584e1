/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/key_value.h"

#include "harness/wire/percent.h"

namespace ktstr {

std::string serialise_key_values(const KeyValues &pairs)
{
	std::string out;

	for (const auto &[key, value] : pairs)
		out += key + "=" + percent_escape(value) + "\n";
	return out;
}

std::string line_of_pair(size_t index)
{
	return "line " + std::to_string(index + 1);
}

Result<KeyValues> parse_key_values(std::string_view text)
{
	KeyValues pairs;

	while (!text.empty()) {
		std::string where = line_of_pair(pairs.size());
		size_t end = text.find('\n');
		if (end == text.npos)
			return format_error("key-value text: last line is cut short", where);
		std::string_view line = text.substr(0, end);
		text.remove_prefix(end + 1);
		size_t equals = line.find('=');
		if (equals == line.npos || equals == 0)
			return format_error("key-value text: no key", where);
		Result<std::string> value = percent_unescape(line.substr(equals + 1));
		if (!value)
			return format_error("key-value text: bad escape", where);
		pairs.emplace_back(line.substr(0, equals), std::move(value).value());
	}
	return pairs;
}

} /* namespace ktstr */
