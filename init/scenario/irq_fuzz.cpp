/* SPDX-License-Identifier: GPL-2.0 */
/* The wanted name, then the lines of /proc/interrupts. Every result must have its own line. */
#include "init/scenario/irq.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	std::string_view text(reinterpret_cast<const char *>(data), size);
	size_t newline = std::min(text.find('\n'), text.size());
	std::string wanted(text.substr(0, newline)), file(text.substr(newline));
	std::vector<unsigned> irqs = find_irqs(file, wanted);

	KTSTR_ASSERT(irqs.size() <= size_t(std::ranges::count(file, ':')));
	for (unsigned irq : irqs)
		KTSTR_ASSERT(file.find(std::to_string(irq) + ":") != file.npos);
	if (wanted.empty() || wanted.find(' ') != wanted.npos) {
		KTSTR_ASSERT(!wanted.empty() || irqs.empty());
		return 0;
	}
	/* Add another interrupt with that name. */
	irqs.push_back(77);
	KTSTR_ASSERT(find_irqs(file + "\n 77:  0  1  PCI-MSIX  0-edge  " + wanted, wanted) == irqs);
	return 0;
}
