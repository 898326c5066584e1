/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/scx_events.h"

#include <algorithm>

#include "init/proc_stats.h"
#include "init/sys.h"

namespace ktstr {

std::vector<EventCount> scx_events(const std::string &path)
{
	return parse_events(read_text(path).value_or(""));
}

std::optional<std::vector<EventCount>> event_growth(const std::vector<EventCount> &begin,
						    const std::vector<EventCount> &end)
{
	std::vector<EventCount> grown;

	for (const EventCount &event : end) {
		auto before =
			std::find_if(begin.begin(), begin.end(), [&event](const EventCount &other) {
				return other.name == event.name;
			});
		/* A scheduler that was attached in between counts from zero. */
		if (before == begin.end() || before->count > event.count)
			return std::nullopt;
		grown.push_back({event.name, event.count - before->count});
	}
	return grown.empty() ? std::nullopt : std::optional(grown);
}

} /* namespace ktstr */
