/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/scx_sysfs.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "init/proc_stats.h"
#include "init/sys.h"

namespace ktstr {

namespace {

uint64_t number(const std::string &text)
{
	return strtoull(text.c_str(), nullptr, 10);
}

} /* namespace */

ScxSnapshot ScxSysfs::read() const
{
	ScxSnapshot snapshot;

	snapshot.present = access((root_ + "/state").c_str(), F_OK) == 0;
	if (!snapshot.present)
		return snapshot;
	snapshot.state = state();
	snapshot.ops = read_line(root_ + "/root/ops");
	snapshot.enable_seq = number(read_line(root_ + "/enable_seq"));
	snapshot.nr_rejected = number(read_line(root_ + "/nr_rejected"));
	return snapshot;
}

std::string ScxSysfs::state() const
{
	return read_line(root_ + "/state");
}

bool ScxSysfs::takes_only_ext() const
{
	return state() == "enabled" && read_line(root_ + "/switch_all") == "0";
}

void ScxSysfs::request_disable() const
{
	write_text(sysrq_, "S");
}

int64_t ScxSysfs::event(std::string_view name) const
{
	std::optional<uint64_t> value = keyed_value(read_line(root_ + "/root/events"), name);

	return value ? int64_t(*value) : -1;
}

bool ScxSysfs::any_event() const
{
	std::vector<EventCount> events = parse_events(read_line(root_ + "/root/events"));

	return std::ranges::any_of(events, [](const EventCount &event) {
		return event.count > 0 && event.name.find("BYPASS") == event.name.npos;
	});
}

} /* namespace ktstr */
