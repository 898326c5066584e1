/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/percent.h"

#include <charconv>
#include <cstdint>

namespace ktstr {

std::string percent_escape(std::string_view value, std::string_view separators)
{
	constexpr char kDigits[] = "0123456789ABCDEF";
	std::string out;

	for (char c : value) {
		if (c != '%' && c != '\n' && c != '\0' &&
		    separators.find(c) == std::string_view::npos) {
			out += c;
			continue;
		}
		out += '%';
		out += kDigits[uint8_t(c) >> 4];
		out += kDigits[uint8_t(c) & 15];
	}
	return out;
}

Result<std::string> percent_unescape(std::string_view text)
{
	std::string out;

	for (size_t i = 0; i < text.size(); i++) {
		if (text[i] != '%') {
			out += text[i];
			continue;
		}
		if (text.size() - i < 3)
			return format_error("cut %XX");
		unsigned byte = 0;
		const char *end = text.data() + i + 3;
		auto [stop, error] = std::from_chars(text.data() + i + 1, end, byte, 16);
		if (error != std::errc() || stop != end)
			return format_error("bad %XX");
		out += char(byte);
		i += 2;
	}
	return out;
}

} /* namespace ktstr */
