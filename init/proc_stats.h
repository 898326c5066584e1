/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel's own files say about tasks, cgroups and the scheduler. The parsers are pure; the
 * readers look below the folder that they are given. Stateless; any thread. What a file does not
 * hold, or not in the form that the kernel writes, is absent.
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
	unsigned cpu = 0;	   /* field 39: where it runs, or ran last */
	unsigned flags = 0;	   /* field 9: PF_EXITING and others */
	unsigned policy = 0;	   /* field 41 */
	uint64_t user_ticks = 0;   /* field 14: of a process's own file, with all its threads */
	uint64_t kernel_ticks = 0; /* field 15: as well */
};

std::optional<TaskStat> parse_task_stat(std::string_view text);

/** Second figure of /proc/PID/schedstat, nanoseconds (sched_info.run_delay). */
std::optional<uint64_t> parse_run_delay(std::string_view text);

/** Of cgroup.procs; 0, a process of another namespace, is left out. */
std::vector<pid_t> parse_pids(std::string_view text);

/** Of "key value" lines, as in cpu.stat and cgroup.events. */
std::optional<uint64_t> keyed_value(std::string_view text, std::string_view key);
std::vector<EventCount> parse_events(std::string_view text);

/** "some" total of a pressure file (kernel/sched/psi.c, psi_show()), microseconds. */
std::optional<uint64_t> parse_pressure_us(std::string_view text);

struct PageCount {
	uint64_t local = 0;
	uint64_t all = 0;
};

/**
 * Pages of the mapping that begins at @start in numa_maps (fs/proc/task_mmu.c, show_numa_map()).
 */
std::optional<PageCount> parse_numa_pages(std::string_view numa_maps, uintptr_t start,
					  unsigned node);

/** Of a process and all its threads; absent where the kernel does not count it. */
std::optional<uint64_t> run_delay_ns(pid_t pid);
/** CPU time of a process with its threads, those that have ended too. */
std::optional<uint64_t> cpu_time_ns(pid_t pid);
/** Of a thread of it; 0: the first. */
std::optional<TaskStat> task_stat(pid_t pid, pid_t thread = 0);
/** The threads of a process. */
std::vector<pid_t> threads_of(pid_t pid);
/** State, wait channel and kernel stack of a task that does not die; for people. */
std::string describe_stuck(pid_t pid);

} /* namespace ktstr */
