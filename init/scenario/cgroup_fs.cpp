/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/cgroup_fs.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>

#include "init/proc_stats.h"
#include "init/sys.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

namespace {

constexpr const char *kControllers[] = {"cpuset", "cpu", "memory", "io", "pids"};
constexpr uint64_t kPeriodUs = 100000; /* of cpu.max; the kernel's default */
constexpr useconds_t kRetryUs = 2000;
constexpr uint32_t kSameId = ~0u; /* chown(2) */

/* Like write_text(), but keeps errno for the caller's message. */
Result<void> write_file(const std::string &path, const std::string &value)
{
	UniqueFd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC));

	if (!fd.valid() || write(fd.get(), value.data(), value.size()) != ssize_t(value.size()))
		return errno_error("write", value + " to " + path);
	return {};
}

/* Writes each one separately: a kernel may lack some; the case's needs cover the required ones. */
void enable_controllers(const std::string &folder)
{
	std::string there = read_line(folder + "/cgroup.controllers") + " ";

	for (const char *controller : kControllers)
		if (there.find(std::string(controller) + " ") != there.npos)
			write_text(folder + "/cgroup.subtree_control",
				   std::string("+") + controller);
}

std::string cpu_max_text(double cpus)
{
	return std::to_string(std::llround(cpus * double(kPeriodUs))) + " " +
	       std::to_string(kPeriodUs);
}

std::vector<std::string> folders_in(const std::string &path)
{
	std::vector<std::string> names;
	DIR *folder = opendir(path.c_str());

	if (!folder)
		return names;
	while (struct dirent *entry = readdir(folder))
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
			names.emplace_back(entry->d_name);
	closedir(folder);
	std::sort(names.begin(), names.end());
	return names;
}

void add_tree(const std::string &path, std::vector<std::string> *paths)
{
	paths->push_back(path);
	for (const std::string &name : folders_in(path))
		add_tree(path + "/" + name, paths);
}

std::vector<std::string> tree(const std::string &path)
{
	std::vector<std::string> paths;
	struct stat found;

	if (stat(path.c_str(), &found) == 0)
		add_tree(path, &paths);
	return paths;
}

/* Removes children first. Returns the errno of the first failure, or 0. */
int remove_tree(const std::string &path)
{
	std::vector<std::string> paths = tree(path);
	int first = 0;

	for (auto it = paths.rbegin(); it != paths.rend(); ++it)
		if (rmdir(it->c_str()) < 0 && errno != ENOENT && first == 0)
			first = errno;
	return first;
}

} /* namespace */

std::string CgroupFs::path(const std::string &name) const
{
	std::string base = mount_ + "/" + kScenarioCgroup;

	return name.empty() ? base : base + "/" + name;
}

Result<void> CgroupFs::create_base()
{
	enable_controllers(mount_);
	if (mkdir(path("").c_str(), 0755) < 0)
		return errno_error("make the scenario's cgroup", path(""));
	enable_controllers(path(""));
	return {};
}

Result<void> CgroupFs::make(const std::string &name)
{
	size_t slash = name.rfind('/');

	if (slash != name.npos)
		enable_controllers(path(name.substr(0, slash)));
	if (mkdir(path(name).c_str(), 0755) < 0)
		return errno_error("make cgroup", name);
	return {};
}

Result<void> CgroupFs::write(const std::string &name, const char *file, const std::string &value)
{
	Result<void> written = write_file(path(name) + "/" + file, value);

	if (!written)
		return Error{written.error().code, "cgroup", name + ": " + file + ": " + value};
	return {};
}

std::optional<std::string> CgroupFs::read(const std::string &name, const char *file) const
{
	return read_text(path(name) + "/" + file, 1 << 20);
}

Result<void> CgroupFs::set_limits(const CgroupDef &def)
{
	auto set = [&](const char *file, const auto &value) -> Result<void> {
		return value ? write(def.name, file, std::to_string(*value)) : Result<void>();
	};

	if (def.cpu_max)
		KTSTR_TRY(write(def.name, "cpu.max", cpu_max_text(*def.cpu_max)));
	KTSTR_TRY(set("cpu.weight", def.cpu_weight));
	KTSTR_TRY(set("cpu.idle", def.cpu_idle));
	KTSTR_TRY(set("memory.max", def.memory_max));
	KTSTR_TRY(set("memory.high", def.memory_high));
	KTSTR_TRY(set("memory.low", def.memory_low));
	KTSTR_TRY(set("memory.min", def.memory_min));
	KTSTR_TRY(set("io.weight", def.io_weight));
	return set("pids.max", def.pids_max);
}

Result<void> CgroupFs::move(pid_t pid, const std::string &name)
{
	std::string folder = name.empty() ? mount_ : path(name);
	Result<void> moved = write_file(folder + "/cgroup.procs", std::to_string(pid));

	if (!moved)
		return Error{moved.error().code, "move a task",
			     "pid " + std::to_string(pid) + " to cgroup \"" + name + "\""};
	return {};
}

std::vector<pid_t> CgroupFs::processes(const std::string &name, bool below) const
{
	std::vector<pid_t> pids;

	for (const std::string &folder : below ? tree(path(name)) : std::vector{path(name)}) {
		std::string text = read_text(folder + "/cgroup.procs", 1 << 20).value_or("");
		std::vector<pid_t> own = parse_pids(text);

		pids.insert(pids.end(), own.begin(), own.end());
	}
	return pids;
}

Result<void> CgroupFs::give_to(const std::string &name, std::optional<uint32_t> uid,
			       std::optional<uint32_t> gid)
{
	for (const char *file :
	     {"", "/cgroup.procs", "/cgroup.threads", "/cgroup.subtree_control"}) {
		std::string whole = path(name) + file;

		if (chown(whole.c_str(), uid.value_or(kSameId), gid.value_or(kSameId)) < 0)
			return errno_error("give a cgroup to a user", whole);
	}
	return {};
}

void CgroupFs::remove_workers_own(const std::string &name, const std::vector<pid_t> &pids)
{
	for (const std::string &child : folders_in(path(name)))
		for (pid_t pid : pids)
			if (child.find("+" + std::to_string(pid) + "+") != child.npos)
				rmdir((path(name) + "/" + child).c_str());
	/*
	 * If the controller stayed enabled for the removed children, declared children could not
	 * have workers (cgroup_is_threaded()).
	 */
	if (folders_in(path(name)).empty())
		write_text(path(name) + "/cgroup.subtree_control", "-cpu");
}

Result<void> CgroupFs::remove(const std::string &name, const std::function<bool()> &wait)
{
	for (;;) {
		write_text(path(name) + "/cgroup.kill", "1");
		int error = remove_tree(path(name));
		if (error == 0)
			return {};
		if (error != EBUSY || !wait()) {
			std::string who;
			for (pid_t pid : processes(name, true))
				who += " " + std::to_string(pid);
			return Error{error, "remove cgroup",
				     name + (who.empty() ? "" : ", in it:" + who)};
		}
	}
}

std::vector<std::string> CgroupFs::all() const
{
	return tree(path(""));
}

bool clear_scenario_cgroups(uint64_t deadline_ns, const std::string &mount)
{
	std::string base = mount + "/" + kScenarioCgroup;

	while (access(base.c_str(), F_OK) == 0) {
		write_text(base + "/cgroup.kill", "1");
		if (remove_tree(base) == 0)
			break;
		if (boot_time_ns() >= deadline_ns)
			return false;
		usleep(kRetryUs);
	}
	return true;
}

} /* namespace ktstr */
