/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/topology/cpu_list.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ktstr {

namespace {

constexpr std::string_view kBlanks = " \t\n";

Error not_a_list(std::string_view text)
{
	return format_error("not a list of CPUs", std::string(text.substr(0, 80)));
}

/** Decimal only, no sign. */
std::optional<unsigned> parse_cpu(std::string_view text)
{
	const char *end = text.data() + text.size();
	unsigned value = 0;
	auto [stop, error] = std::from_chars(text.data(), end, value);

	return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

} /* namespace */

Result<std::vector<unsigned>> parse_cpu_list(std::string_view text, unsigned cpus)
{
	size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
	std::string_view left = text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
	std::vector<unsigned> numbers;

	while (!left.empty()) {
		size_t comma = left.find(',');
		std::string_view range = left.substr(0, comma);
		size_t dash = range.find('-');
		std::optional<unsigned> first = parse_cpu(range.substr(0, dash));
		std::optional<unsigned> last =
			dash == range.npos ? first : parse_cpu(range.substr(dash + 1));

		/* Must ascend, so that repeated ranges cannot make a huge list. */
		if (!first || !last || *last < *first || *last >= cpus ||
		    (!numbers.empty() && *first <= numbers.back()) || comma + 1 == left.size())
			return not_a_list(text);
		for (unsigned number = *first; number <= *last; number++)
			numbers.push_back(number);
		left = comma == left.npos ? std::string_view() : left.substr(comma + 1);
	}
	return numbers;
}

std::string cpu_list_text(std::vector<unsigned> numbers)
{
	std::string text;

	std::sort(numbers.begin(), numbers.end());
	numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
	for (size_t i = 0; i < numbers.size();) {
		size_t end = i + 1;

		while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1)
			end++;
		text += (text.empty() ? "" : ",") + std::to_string(numbers[i]);
		if (end - i > 1)
			text += "-" + std::to_string(numbers[end - 1]);
		i = end;
	}
	return text;
}

} /* namespace ktstr */
