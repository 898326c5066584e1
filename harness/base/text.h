/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Small text functions that several host parts share. Pure; any thread. Input may be untrusted
 * guest output: every function is bounded by its input's length and never fails.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ktstr {

std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
/** The last @count lines, without the final newline. */
std::vector<std::string_view> last_lines(std::string_view text, size_t count);

/** Decimal digits only, no sign, no blanks; nullopt on overflow or above @maximum. */
std::optional<uint64_t> parse_number(std::string_view text, uint64_t maximum = UINT64_MAX);

/** Matches a shell pattern (* ? [...]) against a whole name. */
bool glob_match(const std::string &pattern, const std::string &name);

/** @text with each byte outside [A-Za-z0-9_.:-] replaced by '_', at most 120 bytes. */
std::string safe_name(std::string_view text);

/**
 * One line that is safe for stdout: control and non-ASCII bytes as \xNN, at most 240 bytes, and a
 * backslash in each mark that CI bots search for (" FAIL:", "[FAIL]", "] Call Trace:").
 */
std::string quote_line(std::string_view line);

/**
 * @json with those marks written as \u escapes: it parses the same, but searches do not find them.
 */
std::string hide_marks_in_json(std::string json);
/** @text for XML character data and attributes; bytes that XML 1.0 cannot represent become '?'. */
std::string xml_text(std::string_view text);
/** @text quoted as one word for a POSIX shell. */
std::string shell_word(std::string_view text);

inline std::string_view as_text(std::span<const std::byte> bytes)
{
	return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

inline std::span<const std::byte> as_bytes(std::string_view text)
{
	return {reinterpret_cast<const std::byte *>(text.data()), text.size()};
}

} /* namespace ktstr */
