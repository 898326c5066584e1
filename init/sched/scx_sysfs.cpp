/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/scx_sysfs.h"

#include <unistd.h>

#include <cstdlib>

#include "init/sys.h"

namespace ktstr
{

namespace
{

uint64_t number(const std::string &text)
{
	return strtoull(text.c_str(), nullptr, 10);
}

/* Calls @visit(name, value) for each "NAME VALUE" line of root/events. */
template <typename Visit>
void each_event(const std::string &text, Visit visit)
{
	size_t at = 0;

	while (at < text.size()) {
		size_t end = text.find('\n', at);
		std::string line = text.substr(at, end - at);
		size_t space = line.find(' ');

		if (space != std::string::npos)
			visit(std::string_view(line).substr(0, space),
			      int64_t(number(line.substr(space + 1))));
		if (end == std::string::npos)
			break;
		at = end + 1;
	}
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

int64_t ScxSysfs::event(std::string_view name) const
{
	int64_t found = -1;

	each_event(read_line(root_ + "/root/events"), [&](std::string_view key, int64_t value) {
		if (key == name)
			found = value;
	});
	return found;
}

bool ScxSysfs::any_event() const
{
	bool any = false;

	each_event(read_line(root_ + "/root/events"), [&](std::string_view key, int64_t value) {
		if (value > 0 && key.find("BYPASS") == std::string_view::npos)
			any = true;
	});
	return any;
}

} /* namespace ktstr */
