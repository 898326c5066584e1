/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What kernel files say about tasks, cgroups and the scheduler. The parsers are pure; the readers
 * look below a given folder. Stateless; any thread. A value that is missing or malformed is absent.
 */
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/measurement.h"

namespace ktstr {

/** proc_pid_stat(5). */
struct TaskStat {
	char state = '?';
	unsigned cpu = 0;	   /* field 39: the CPU it runs on or last ran on */
	unsigned flags = 0;	   /* field 9: PF_EXITING and others */
	unsigned policy = 0;	   /* field 41 */
	uint64_t user_ticks = 0;   /* field 14; in a process's own file, summed over all threads */
	uint64_t kernel_ticks = 0; /* field 15; likewise */
};

std::optional<TaskStat> parse_task_stat(std::string_view text);

/** Second figure of /proc/PID/schedstat, nanoseconds (sched_info.run_delay). */
std::optional<uint64_t> parse_run_delay(std::string_view text);

/** PIDs in cgroup.procs, without 0, which stands for a process in another namespace. */
std::vector<pid_t> parse_pids(std::string_view text);

/** Value in a file of "key value" lines, such as cpu.stat and cgroup.events. */
std::optional<uint64_t> keyed_value(std::string_view text, std::string_view key);
std::vector<EventCount> parse_events(std::string_view text);

/** "some" total of a pressure file (kernel/sched/psi.c, psi_show()), microseconds. */
std::optional<uint64_t> parse_pressure_us(std::string_view text);

struct PageCount {
	uint64_t local = 0;
	uint64_t all = 0;
};

/** Pages of the mapping at @start in numa_maps (fs/proc/task_mmu.c, show_numa_map()). */
std::optional<PageCount> parse_numa_pages(std::string_view numa_maps, uintptr_t start,
					  unsigned node);

/** Run delay of a process and all its threads; absent if the kernel does not count it. */
std::optional<uint64_t> run_delay_ns(pid_t pid);
/** CPU time of a process and all its threads, including those that have ended. */
std::optional<uint64_t> cpu_time_ns(pid_t pid);
/** Statistics of one thread of a process; 0: its first. */
std::optional<TaskStat> task_stat(pid_t pid, pid_t thread = 0);
/** The threads of a process. */
std::vector<pid_t> threads_of(pid_t pid);
/** State, wait channel and kernel stack of a task that does not die, for the user. */
std::string describe_stuck(pid_t pid);

} /* namespace ktstr */
