/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Small text functions that several host parts share. Pure; any thread. Input may be hostile
 * (guest output): every function is bounded by its input's length and never fails.
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

/** Decimal only, no sign, no blanks; nothing on overflow or beyond @maximum. */
std::optional<uint64_t> parse_number(std::string_view text, uint64_t maximum = UINT64_MAX);

/** Shell pattern (* ? [...]) against a whole name. */
bool glob_match(const std::string &pattern, const std::string &name);

/** @text with everything outside [A-Za-z0-9_.:-] turned into '_', at most 120 bytes. */
std::string safe_name(std::string_view text);

/**
 * One line fit for stdout: control and non-ASCII bytes as \xNN, at most 240 bytes, and the marks
 * that CI bots search for (" FAIL:", "[FAIL]", "] Call Trace:") broken by a backslash.
 */
std::string quote_line(std::string_view line);

/** @json with those marks spelt by \u escapes: it parses to the same, and a search finds none. */
std::string hide_marks_in_json(std::string json);
/** @text for XML character data and attributes; bytes XML 1.0 cannot carry become '?'. */
std::string xml_text(std::string_view text);
/** @text as one word for a POSIX shell. */
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
