/* SPDX-License-Identifier: GPL-2.0 */
/* Every event is in the text, and none shrinks. */
#include "init/scenario/scx_events.h"

#include <algorithm>

#include "init/proc_stats.h"
#include "vmm/base/result.h"

namespace {

using namespace ktstr;

bool holds(std::string_view text, uint64_t value)
{
	return text.find(std::to_string(value)) != text.npos;
}

void fuzz_events(std::string_view text)
{
	std::vector<EventCount> events = parse_events(text);
	std::vector<EventCount> before = parse_events(text.substr(0, text.size() / 2));
	std::optional<std::vector<EventCount>> growth = event_growth(before, events);

	for (const EventCount &event : events) {
		auto first = std::ranges::find(events, event.name, &EventCount::name);
		std::optional<uint64_t> value = keyed_value(text, event.name);

		KTSTR_ASSERT(!event.name.empty() &&
			     event.name.find_first_of(" \n") == event.name.npos);
		KTSTR_ASSERT(holds(text, event.count));
		KTSTR_ASSERT(!value || *value == first->count);
	}
	if (!growth)
		return;
	KTSTR_ASSERT(!growth->empty() && growth->size() == events.size());
	for (size_t i = 0; i < events.size(); i++)
		KTSTR_ASSERT((*growth)[i].name == events[i].name &&
			     (*growth)[i].count <= events[i].count);
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_events(std::string_view(reinterpret_cast<const char *>(data), size));
	return 0;
}
