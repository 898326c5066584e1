/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/text.h"

#include <fnmatch.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace ktstr {

namespace {

constexpr size_t kMaxName = 120;
constexpr size_t kMaxLine = 240;

/* Where a backslash splits each mark, so that no search for the whole mark finds it. */
struct Mark {
	std::string_view text;
	size_t cut;
};
constexpr Mark kMarks[] = {
	{" FAIL:", 5},
	{"[FAIL]", 5},
	{"] Call Trace:", 1},
};

std::string break_marks(std::string line)
{
	for (const Mark &mark : kMarks) {
		size_t at = 0;

		while ((at = line.find(mark.text, at)) != std::string::npos) {
			line.insert(at + mark.cut, 1, '\\');
			at += mark.text.size();
		}
	}
	return line;
}

void append_hex(std::string *out, const char *prefix, unsigned char byte)
{
	char buffer[16];

	snprintf(buffer, sizeof(buffer), "%s%02x", prefix, byte);
	*out += buffer;
}

} /* namespace */

std::vector<std::string_view> split(std::string_view text, char separator)
{
	std::vector<std::string_view> parts;

	for (;;) {
		size_t at = text.find(separator);

		parts.push_back(text.substr(0, at));
		if (at == std::string_view::npos)
			return parts;
		text.remove_prefix(at + 1);
	}
}

std::string_view trim(std::string_view text)
{
	constexpr std::string_view kBlanks = " \t\r\n";
	size_t begin = text.find_first_not_of(kBlanks);

	if (begin == std::string_view::npos)
		return {};
	return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::vector<std::string_view> last_lines(std::string_view text, size_t count)
{
	std::vector<std::string_view> lines;

	while (!text.empty() && text.back() == '\n')
		text.remove_suffix(1);
	while (!text.empty() && lines.size() < count) {
		size_t at = text.rfind('\n');

		if (at == std::string_view::npos) {
			lines.push_back(text);
			break;
		}
		lines.push_back(text.substr(at + 1));
		text = text.substr(0, at);
	}
	std::reverse(lines.begin(), lines.end());
	return lines;
}

std::optional<uint64_t> parse_number(std::string_view text, uint64_t maximum)
{
	uint64_t value = 0;

	if (text.empty())
		return std::nullopt;
	for (char c : text) {
		if (c < '0' || c > '9')
			return std::nullopt;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, uint64_t(c - '0'), &value))
			return std::nullopt;
	}
	if (value > maximum)
		return std::nullopt;
	return value;
}

bool glob_match(const std::string &pattern, const std::string &name)
{
	return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

std::string safe_name(std::string_view text)
{
	std::string out(text.substr(0, kMaxName));

	for (char &c : out) {
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == ':' || c == '-';

		if (!good)
			c = '_';
	}
	return out;
}

std::string quote_line(std::string_view line)
{
	std::string out;

	while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
		line.remove_suffix(1);
	for (char c : line) {
		unsigned char byte = uint8_t(c);

		if (out.size() >= kMaxLine) {
			out += "...";
			break;
		}
		if (c == '\t')
			out += ' ';
		else if (byte < 0x20 || byte >= 0x7f)
			append_hex(&out, "\\x", byte);
		else
			out += c;
	}
	return break_marks(std::move(out));
}

std::string hide_marks_in_json(std::string json)
{
	for (const Mark &mark : kMarks) {
		size_t at = 0;

		while ((at = json.find(mark.text, at)) != std::string::npos) {
			std::string escape;

			append_hex(&escape, "\\u00", uint8_t(mark.text[mark.cut]));
			json.replace(at + mark.cut, 1, escape);
			at += mark.cut + escape.size();
		}
	}
	return json;
}

std::string xml_text(std::string_view text)
{
	std::string out;

	for (char c : text) {
		unsigned char byte = uint8_t(c);

		if (c == '<')
			out += "&lt;";
		else if (c == '>')
			out += "&gt;";
		else if (c == '&')
			out += "&amp;";
		else if (c == '"')
			out += "&quot;";
		else if (c == '\n' || c == '\t' || (byte >= 0x20 && byte < 0x7f))
			out += c;
		else
			out += '?';
	}
	return out;
}

std::string shell_word(std::string_view text)
{
	constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					    "0123456789_./:=,@%+-";
	std::string out = "'";

	if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos)
		return std::string(text);
	for (char c : text) {
		if (c == '\'')
			out += "'\\''";
		else
			out += c;
	}
	return out + '\'';
}

} /* namespace ktstr */
