/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/child_cgroups.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/sys.h"

namespace ktstr {

namespace {

/* Writes to a cgroup file. A write that cgroup rules refuse, or a missing file, is no error. */
Result<void> write_if_possible(const std::string &file, std::string_view text)
{
	if (write_text(file, text))
		return {};
	for (int code : {ENOENT, EINVAL, EBUSY, EOPNOTSUPP})
		if (errno == code)
			return {};
	return errno_error("write", file);
}

} /* namespace */

Result<std::string> parse_cgroup_path(std::string_view text)
{
	constexpr std::string_view kPrefix = "0::", kDeleted = " (deleted)";

	for (size_t begin = 0; begin < text.size();) {
		size_t end = std::min(text.find('\n', begin), text.size());
		std::string_view line = text.substr(begin, end - begin);

		begin = end + 1;
		if (!line.starts_with(kPrefix))
			continue;
		std::string path(line.substr(kPrefix.size()));
		/* "/.." is above the root of the reader's cgroup namespace. */
		if (!path.starts_with('/') || path.ends_with(kDeleted) ||
		    (path + "/").starts_with("/../"))
			return format_error("no cgroup that can be reached", path);
		return path;
	}
	return format_error("not in the cgroup2 hierarchy");
}

Result<ChildCgroups> ChildCgroups::of_own_cgroup(const std::string &root)
{
	std::optional<std::string> text = read_text("/proc/self/cgroup");

	if (!text)
		return errno_error("read", "/proc/self/cgroup");
	return ChildCgroups(root + KTSTR_TRY(parse_cgroup_path(*text)));
}

std::string ChildCgroups::path(unsigned number) const
{
	return parent_ + "/work+" + std::to_string(getpid()) + "+" + std::to_string(number);
}

Result<void> ChildCgroups::enable_cpu_controller() const
{
	/* See cgroup_vet_subtree_control_enable(). */
	return write_if_possible(parent_ + "/cgroup.subtree_control", "+cpu");
}

Result<void> ChildCgroups::make(unsigned number) const
{
	if (mkdir(path(number).c_str(), 0755) < 0 && errno != EEXIST)
		return errno_error("make cgroup", path(number));
	return {};
}

Result<void> ChildCgroups::make_threaded(unsigned number) const
{
	/*
	 * See cgroup_enable_threaded(): below processes and controllers all children are threaded.
	 */
	return write_if_possible(path(number) + "/cgroup.type", "threaded");
}

Result<void> ChildCgroups::remove(unsigned number) const
{
	if (rmdir(path(number).c_str()) < 0)
		return errno_error("remove cgroup", path(number));
	return {};
}

Result<UniqueFd> ChildCgroups::open_procs(unsigned number) const
{
	UniqueFd fd(open((path(number) + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));

	if (!fd.valid())
		return errno_error("open cgroup.procs of", path(number));
	return fd;
}

} /* namespace ktstr */
