/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/irq.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "init/sys.h"

namespace ktstr {

std::vector<unsigned> find_irqs(std::string_view text, std::string_view wanted)
{
	std::vector<unsigned> irqs;

	while (!wanted.empty() && !text.empty()) {
		size_t newline = text.find('\n');
		std::string_view line = text.substr(0, newline);
		text.remove_prefix(newline == text.npos ? text.size() : newline + 1);

		/*
		 * "24: counts chip hwirq-type name". Lines whose label is not a number are not for
		 * devices.
		 */
		size_t colon = line.find(':');
		size_t begin = std::min(line.find_first_not_of(' '), line.size());
		if (colon == line.npos || begin >= colon)
			continue;
		std::string_view label = line.substr(begin, colon - begin);
		unsigned irq;
		auto [stop, error] =
			std::from_chars(label.data(), label.data() + label.size(), irq);
		if (error != std::errc() || stop != label.data() + label.size())
			continue;
		size_t name = line.find_last_of(' ');
		if (label == wanted || line.substr(name + 1).find(wanted) != line.npos)
			irqs.push_back(irq);
	}
	return irqs;
}

Result<void> steer_irqs(const std::string &wanted, unsigned cpu)
{
	std::string text = read_text("/proc/interrupts", 1 << 20).value_or("");
	std::vector<unsigned> irqs = find_irqs(text, wanted);

	if (irqs.empty())
		return format_error("no such interrupt in /proc/interrupts", wanted);
	for (unsigned irq : irqs) {
		std::string path = "/proc/irq/" + std::to_string(irq) + "/smp_affinity_list";

		if (!write_text(path, std::to_string(cpu)))
			return errno_error("steer an interrupt",
					   path + " to CPU " + std::to_string(cpu));
	}
	return {};
}

} /* namespace ktstr */
