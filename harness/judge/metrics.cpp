/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/metrics.h"

#include <charconv>
#include <cmath>
#include <string>

#include "harness/scenario/json/json_value.h"

namespace ktstr {

namespace {

std::string_view cut_at(std::string_view *text, char separator)
{
	size_t end = text->find(separator);
	std::string_view part = text->substr(0, end);

	text->remove_prefix(end == text->npos ? text->size() : end + 1);
	return part;
}

std::optional<double> finite(double value)
{
	return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> number_at_begin(std::string_view text)
{
	double value = 0;
	auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);

	return error == std::errc() ? finite(value) : std::nullopt;
}

const json_t *element(const json_t *value, std::string_view key)
{
	size_t index = 0;
	auto [stop, error] = std::from_chars(key.data(), key.data() + key.size(), index);

	if (json_is_object(value))
		return json_object_get(value, std::string(key).c_str());
	if (error != std::errc() || stop != key.data() + key.size())
		return nullptr;
	return json_array_get(value, index);
}

std::optional<double> json_metric(std::string_view output, std::string_view path)
{
	size_t begin = output.find_first_of("{[");

	if (begin == output.npos)
		return std::nullopt;
	output.remove_prefix(begin);
	JsonValue document(
		json_loadb(output.data(), output.size(), JSON_DISABLE_EOF_CHECK, nullptr));
	const json_t *value = document.get();
	while (value && !path.empty())
		value = element(value, cut_at(&path, '.'));
	return json_is_number(value) ? finite(json_number_value(value)) : std::nullopt;
}

std::optional<double> line_metric(std::string_view output, std::string_view name)
{
	std::optional<double> last;

	while (!output.empty()) {
		std::string_view line = cut_at(&output, '\n');
		size_t begin = std::min(line.find_first_not_of(" \t"), line.size());

		line.remove_prefix(begin);
		if (!line.starts_with(name))
			continue;
		line.remove_prefix(name.size());
		size_t value = line.find_first_not_of(" \t=:");
		if (value == 0 || value == line.npos)
			continue;
		if (std::optional<double> found = number_at_begin(line.substr(value)))
			last = found;
	}
	return last;
}

} /* namespace */

std::optional<double> find_metric(std::string_view output, Payload::Output form,
				  std::string_view name)
{
	if (name.empty())
		return std::nullopt;
	switch (form) {
	case Payload::Output::none:
		break;
	case Payload::Output::json:
		return json_metric(output, name);
	case Payload::Output::lines:
		return line_metric(output, name);
	}
	return std::nullopt;
}

} /* namespace ktstr */
