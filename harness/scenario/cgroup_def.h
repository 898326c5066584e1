/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Workers, payloads and cgroups of a scenario. Plain data; any thread. Names of cgroups are paths
 * below the scenario's own cgroup, without a slash at either end; what is not given is left as the
 * kernel has it.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/topology/placement_spec.h"
#include "harness/scenario/work.h"

namespace ktstr {

/** sched_setattr(2). */
struct SchedulingPolicy {
	enum class Kind { normal, batch, idle, fifo, rr, deadline, ext };
	Kind kind = Kind::normal;
	uint32_t priority = 1;	    /* of fifo and rr, 1..97 */
	uint32_t runtime_us = 1000; /* of deadline */
	uint32_t deadline_us = 10000;
	uint32_t period_us = 10000;
};

/** Workers that are alike. Each is a process. */
struct WorkSpec {
	Work type = Spin{};
	uint32_t workers = 1;
	uint32_t percent = 0; /* in place of @workers: of the cpuset's CPUs; 0: not so */
	SchedulingPolicy policy = {};
	std::optional<int32_t> nice = {}; /* -20..19 */
	AffinitySpec affinity = InheritAffinity{};
	MemoryPolicy memory = {};
};

/** A value in a program's output that is kept as a metric, and checked where there are bounds. */
struct Metric {
	std::string name; /* JSON: a path, "jobs.0.read.iops"; else the key of a line */
	std::optional<double> minimum = {};
	std::optional<double> maximum = {};
	std::string unit = {};
};

/** A real program. */
struct Payload {
	enum class Output { none, json, lines }; /* "key value", "key=value" or "key: value" */

	std::string name;    /* of this run, with the cgroup: unique while it lives */
	std::string program; /* path in the guest, or a name on PATH */
	std::vector<std::string> arguments = {};
	int32_t exit_code = 0;	      /* to end with; any but 0 needs a WaitPayload */
	Output output = Output::none; /* how metrics stand in its standard output */
	std::vector<Metric> metrics = {};
	uint32_t number = 0; /* in its scenario, by number_payloads(): no part of its data */
};

/** A cgroup with all that is in it. */
struct CgroupDef {
	std::string name;
	std::optional<CpusetSpec> cpuset = {};
	std::optional<double> cpu_max = {};	 /* CPUs' worth, of a period of 100 ms */
	std::optional<uint32_t> cpu_weight = {}; /* 1..10000 */
	std::optional<bool> cpu_idle = {};
	std::optional<uint64_t> memory_max = {}; /* bytes */
	std::optional<uint64_t> memory_high = {};
	std::optional<uint64_t> memory_low = {};
	std::optional<uint64_t> memory_min = {};
	std::optional<uint32_t> io_weight = {}; /* 1..10000 */
	std::optional<uint32_t> pids_max = {};
	std::vector<WorkSpec> work = {};
	std::optional<Payload> payload = {};
	std::optional<int32_t> nice = {}; /* of its workers that say nothing else */
	std::optional<uint32_t> uid = {}; /* of its workers and its payload */
	std::optional<uint32_t> gid = {};
};

} /* namespace ktstr */
