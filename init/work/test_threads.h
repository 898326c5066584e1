/* SPDX-License-Identifier: GPL-2.0 */
/* What /proc says about a worker's threads, for unit tests of work types. Stateless. */
#pragma once

#include <dirent.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/types.h>

#include <string>
#include <vector>

#include "init/sys.h"

namespace ktstr {

inline std::vector<pid_t> threads_of(pid_t process)
{
	std::vector<pid_t> threads;
	DIR *folder = opendir(("/proc/" + std::to_string(process) + "/task").c_str());

	if (!folder)
		return threads;
	while (const dirent *entry = readdir(folder))
		if (entry->d_name[0] != '.')
			threads.push_back(pid_t(strtol(entry->d_name, nullptr, 10)));
	closedir(folder);
	return threads;
}

/** How often a thread went to sleep; 0 if it does not exist. */
inline uint64_t sleeps_of(pid_t thread)
{
	constexpr std::string_view kLine = "\nvoluntary_ctxt_switches:";
	std::string status =
		read_text("/proc/" + std::to_string(thread) + "/status").value_or(std::string());
	size_t at = status.find(kLine);

	return at == status.npos ? 0 : strtoull(status.c_str() + at + kLine.size(), nullptr, 10);
}

/** How many threads went to sleep at least @sleeps times. */
inline unsigned sleepers_of(pid_t process, uint64_t sleeps)
{
	unsigned count = 0;

	for (pid_t thread : threads_of(process))
		count += sleeps_of(thread) >= sleeps;
	return count;
}

/** CPU time of a thread, as the scheduler accounts it. */
inline uint64_t cpu_ns_of(pid_t thread)
{
	std::string line =
		read_text("/proc/" + std::to_string(thread) + "/schedstat").value_or(std::string());

	return strtoull(line.c_str(), nullptr, 10);
}

/** The number of threads with this policy and priority. */
inline unsigned threads_with(pid_t process, int policy, int priority)
{
	unsigned count = 0;

	for (pid_t thread : threads_of(process)) {
		struct sched_param parameters = {};

		count += sched_getscheduler(thread) == policy &&
			 sched_getparam(thread, &parameters) == 0 &&
			 parameters.sched_priority == priority;
	}
	return count;
}

} /* namespace ktstr */
