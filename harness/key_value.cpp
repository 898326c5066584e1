/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/key_value.h"

#include "harness/text.h"

namespace ktstr {

namespace {

int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

Result<std::string> unescape(std::string_view text)
{
	std::string out;

	for (size_t i = 0; i < text.size(); i++) {
		if (text[i] != '%') {
			out += text[i];
			continue;
		}
		if (text.size() - i < 3)
			return format_error("key-value text: cut %XX");
		int high = hex_digit(text[i + 1]);
		int low = hex_digit(text[i + 2]);

		if (high < 0 || low < 0)
			return format_error("key-value text: bad %XX");
		out += static_cast<char>(high * 16 + low);
		i += 2;
	}
	return out;
}

} /* namespace */

std::string serialise_key_values(const KeyValues &pairs)
{
	std::string out;

	for (const auto &[key, value] : pairs) {
		out += key + "=";
		for (char c : value) {
			if (c == '%')
				out += "%25";
			else if (c == '\n')
				out += "%0A";
			else if (c == '\0')
				out += "%00";
			else
				out += c;
		}
		out += '\n';
	}
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
		pairs.emplace_back(line.substr(0, at), KTSTR_TRY(unescape(line.substr(at + 1))));
	}
	return pairs;
}

} /* namespace ktstr */
