/* SPDX-License-Identifier: GPL-2.0 */
/* Input: a byte for the set of CPUs, then a line for each. Cores have two of the set or more. */
#include "init/work/cpus.h"

#include <algorithm>
#include <functional>

#include "vmm/base/result.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	if (size == 0)
		return 0;
	std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
	std::vector<unsigned> cpus;
	std::vector<std::string> lists;
	for (unsigned cpu = 0; cpu < 8; cpu++)
		if (data[0] >> cpu & 1)
			cpus.push_back(cpu);
	for (size_t begin = 0; begin < text.size();) {
		size_t end = std::min(text.find('\n', begin), text.size());
		lists.emplace_back(text.substr(begin, end - begin));
		begin = end + 1;
	}

	std::vector<std::vector<unsigned>> cores = smt_cores(cpus, lists);
	KTSTR_ASSERT(cores.size() <= std::min(cpus.size(), lists.size()));
	for (size_t i = 0; i < cores.size(); i++) {
		KTSTR_ASSERT(cores[i].size() >= 2 && std::ranges::includes(cpus, cores[i]));
		KTSTR_ASSERT(std::ranges::adjacent_find(cores[i], std::ranges::greater_equal()) ==
			     cores[i].end());
		KTSTR_ASSERT(i == 0 || cores[i - 1][0] < cores[i][0]);
	}
	return 0;
}
