/* SPDX-License-Identifier: GPL-2.0 */
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "harness/judge/metrics.h"

/* The first line is the metric's name, the rest a program's output. A result must be finite. */
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string_view text(reinterpret_cast<const char *>(data), size);
	size_t newline = std::min(text.find('\n'), text.size());
	std::string_view name = text.substr(0, newline), output = text.substr(newline);

	for (ktstr::Payload::Output form :
	     {ktstr::Payload::Output::none, ktstr::Payload::Output::json,
	      ktstr::Payload::Output::lines}) {
		std::optional<double> value = ktstr::find_metric(output, form, name);

		if (value && !std::isfinite(*value))
			abort();
	}
	return 0;
}
