/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/key_value.h"

#include "harness/base/text.h"
#include "harness/wire/percent.h"

namespace ktstr {

std::string serialise_key_values(const KeyValues &pairs)
{
	std::string out;

	for (const auto &[key, value] : pairs)
		out += key + "=" + percent_escape(value) + "\n";
	return out;
}

Result<KeyValues> parse_key_values(std::string_view text)
{
	KeyValues pairs;

	for (std::string_view line : split(text, '\n')) {
		if (line.empty())
			continue;
		size_t at = line.find('=');

		if (at == std::string_view::npos || at == 0)
			return format_error("key-value text: no key", quote_line(line));
		pairs.emplace_back(line.substr(0, at),
				   KTSTR_TRY(percent_unescape(line.substr(at + 1))));
	}
	return pairs;
}

} /* namespace ktstr */
