/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Workers, payloads and cgroups of a scenario. Plain data; any thread. A cgroup's name is a path
 * below the scenario's own cgroup, without a slash at either end. Settings that are not given keep
 * the kernel's defaults.
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
	uint32_t priority = 1;	    /* for fifo and rr, 1..97 */
	uint32_t runtime_us = 1000; /* this and below: for deadline */
	uint32_t deadline_us = 10000;
	uint32_t period_us = 10000;
};

/** Identical workers. Each is a process. */
struct WorkSpec {
	Work type = Spin{};
	uint32_t workers = 1;
	uint32_t percent =
		0; /* instead of @workers: percentage of the cpuset's CPUs; 0: not used */
	SchedulingPolicy policy = {};
	std::optional<int32_t> nice = {}; /* -20..19 */
	AffinitySpec affinity = InheritAffinity{};
	MemoryPolicy memory = {};
};

/** A value in a program's output that is recorded as a metric, and checked if it has bounds. */
struct Metric {
	std::string name; /* JSON: a path, "jobs.0.read.iops"; otherwise the key of a line */
	std::optional<double> minimum = {};
	std::optional<double> maximum = {};
	std::string unit = {};
};

/** A real program. */
struct Payload {
	enum class Output { none, json, lines }; /* "key value", "key=value" or "key: value" */

	std::string name;    /* of this run; unique in its cgroup while it lives */
	std::string program; /* path in the guest, or a name on PATH */
	std::vector<std::string> arguments = {};
	int32_t exit_code = 0;	      /* expected; any but 0 needs a WaitPayload */
	Output output = Output::none; /* format of metrics in its standard output */
	std::vector<Metric> metrics = {};
	uint32_t number = 0; /* in its scenario, set by number_payloads(); not part of its data */
};

/** A cgroup with its settings, workers and payload. */
struct CgroupDef {
	std::string name;
	std::optional<CpusetSpec> cpuset = {};
	std::optional<double> cpu_max = {};	 /* number of CPUs, with a period of 100 ms */
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
	std::optional<int32_t> nice = {}; /* default for its workers */
	std::optional<uint32_t> uid = {}; /* of its workers and its payload */
	std::optional<uint32_t> gid = {};
};

} /* namespace ktstr */
