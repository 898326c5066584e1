/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/work_check.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "harness/scenario/custom_work.h"

namespace ktstr {

namespace {

constexpr size_t kMaxName = 255; /* NAME_MAX */
constexpr size_t kMaxCgroupDepth = 8;

std::string names_of_custom_work()
{
	std::string names;

	for (const NamedCustomWork &work : all_custom_work())
		names += (names.empty() ? "" : ", ") + std::string(work.name);
	return names.empty() ? "none" : names;
}

/* Rules for the fields of each type; most have none. */
template <typename Type>
Result<void> check_type(const Type &)
{
	return {};
}

Result<void> check_stride(uint32_t stride, uint32_t kib)
{
	if (stride > uint64_t(kib) * 1024)
		return format_error("type.stride", "longer than type.kib");
	return {};
}

Result<void> check_type(const CachePressure &type)
{
	return check_stride(type.stride, type.kib);
}

Result<void> check_type(const CacheYield &type)
{
	return check_stride(type.stride, type.kib);
}

Result<void> check_type(const PageFaultChurn &type)
{
	if (type.touches > type.region_kib / 4)
		return format_error("type.touches", "more pages than type.region_kib has");
	return {};
}

Result<void> check_type(const PreemptStorm &type)
{
	if (type.rt_burst_us > type.rt_period_us)
		return format_error("type.rt_burst_us", "longer than type.rt_period_us");
	return {};
}

Result<void> check_type(const Custom &type)
{
	if (type.name.empty())
		return format_error("type.name", "must not be empty");
	if (!find_custom_work(type.name))
		return format_error("type.name", "no KTSTR_WORK(" + type.name +
							 "); there are: " + names_of_custom_work());
	return {};
}

bool is_realtime(SchedulingPolicy::Kind kind)
{
	using Kind = SchedulingPolicy::Kind;

	return kind == Kind::fifo || kind == Kind::rr || kind == Kind::deadline;
}

Result<void> check_policy(const WorkSpec &work, bool all_cpus)
{
	const SchedulingPolicy &policy = work.policy;

	if (work.nice && is_realtime(policy.kind))
		return format_error("nice", "a real-time policy has none; leave it out");
	if (policy.kind != SchedulingPolicy::Kind::deadline)
		return {};
	if (policy.runtime_us > policy.deadline_us)
		return format_error("policy.runtime_us", "longer than policy.deadline_us");
	if (policy.deadline_us > policy.period_us)
		return format_error("policy.deadline_us", "longer than policy.period_us");
	if (!all_cpus || !std::holds_alternative<InheritAffinity>(work.affinity))
		return format_error(all_cpus ? "affinity" : "policy.kind",
				    "the kernel accepts no deadline task on only some CPUs "
				    "(__sched_setscheduler()); leave cpuset and affinity out");
	return {};
}

Result<void> check_memory(const MemoryPolicy &memory, const Topology &topology)
{
	using Mode = MemoryPolicy::Mode;
	bool takes = memory.mode == Mode::bind || memory.mode == Mode::preferred ||
		     memory.mode == Mode::interleave;

	if (!takes && !memory.nodes.empty())
		return format_error("memory.nodes", "this mode takes none");
	if (takes && memory.nodes.empty())
		return format_error("memory.nodes", "is missing: this mode takes at least one");
	if (memory.mode == Mode::preferred && memory.nodes.size() != 1)
		return format_error("memory.nodes", "mode preferred takes one");
	for (unsigned node : memory.nodes) {
		if (node >= topology.nodes())
			return format_error("memory.nodes",
					    "no NUMA node " + std::to_string(node) + ", there " +
						    (topology.nodes() == 1 ? "is " : "are ") +
						    std::to_string(topology.nodes()) +
						    ", counted from 0");
	}
	return {};
}

Result<void> check_count(const WorkSpec &work, const CpuSet &allowed, bool in_cgroup)
{
	if (work.percent && work.workers != WorkSpec().workers)
		return format_error("percent", "replaces workers; leave one of them out");
	if (work.percent && !in_cgroup)
		return format_error("percent", "of which cpuset? Outside a cgroup, give workers");
	if (!work.percent && !work.workers)
		return format_error("workers", "must be at least 1");
	if (traits_of(work.type).in_pairs && worker_count(work, allowed.size()) % 2)
		return format_error("workers",
				    "this type works in pairs, " +
					    std::to_string(worker_count(work, allowed.size())) +
					    " is odd");
	return {};
}

} /* namespace */

unsigned worker_count(const WorkSpec &work, size_t cpus)
{
	if (!work.percent)
		return work.workers;
	return std::max(1u, unsigned(std::lround(double(cpus) * work.percent / 100.0)));
}

Result<void> check_work(const WorkSpec &work, const Topology &topology, const CpuSet &allowed,
			bool in_cgroup)
{
	KTSTR_TRY(std::visit([](const auto &type) { return check_type(type); }, work.type));
	if (traits_of(work.type).memory_nodes && topology.nodes() < 2)
		return format_error("type", "moves pages between NUMA nodes, but there is only 1");
	KTSTR_TRY(check_count(work, allowed, in_cgroup));
	KTSTR_TRY(check_policy(work, allowed == online_cpus(topology)));
	KTSTR_TRY(check_memory(work.memory, topology));
	Result<std::vector<CpuSet>> sets = resolve_affinity(work.affinity, topology, allowed,
							    worker_count(work, allowed.size()), 0);
	if (!sets)
		return format_error("affinity", sets.error().to_string());
	return {};
}

Result<void> check_payload(const Payload &payload)
{
	std::set<std::string> names;

	if (payload.name.empty())
		return format_error("name", "must not be empty");
	if (payload.program.empty())
		return format_error("program", "must not be empty");
	if (payload.program.ends_with(".bpf.o"))
		return format_error("program",
				    payload.program +
					    ": a scheduler; give it as the case's scheduler");
	if (payload.output == Payload::Output::none && !payload.metrics.empty())
		return format_error("metrics", "need output json or lines");
	for (const Metric &metric : payload.metrics) {
		if (metric.name.empty())
			return format_error("metrics", "a name must not be empty");
		if (!names.insert(metric.name).second)
			return format_error("metrics", metric.name + " appears twice");
		if (metric.minimum && metric.maximum && *metric.minimum > *metric.maximum)
			return format_error("metrics", metric.name + ": minimum above maximum");
	}
	return {};
}

Result<void> check_cgroup_name(const std::string &name)
{
	size_t depth = 0;

	if (name.empty())
		return format_error("name", "must not be empty");
	for (size_t begin = 0; begin <= name.size(); depth++) {
		size_t end = std::min(name.find('/', begin), name.size());
		std::string part = name.substr(begin, end - begin);

		if (part.empty() || part[0] == '.' || part.size() > kMaxName)
			return format_error(
				"name",
				"\"" + name +
					"\": names of 1 to 255 characters that do not begin "
					"with a dot, with single slashes between");
		/* cgroupfs has files with these prefixes in every folder. */
		for (const char *prefix :
		     {"cgroup.", "cpu.", "cpuset.", "memory.", "io.", "pids."}) {
			if (part.starts_with(prefix))
				return format_error(
					"name", part + ": the kernel's own files start like this");
		}
		if (part.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789_.:-") != part.npos)
			return format_error("name",
					    "\"" + name + "\": only letters, digits and _.:-");
		begin = end + 1;
	}
	if (depth > kMaxCgroupDepth)
		return format_error("name", name + ": deeper than 8");
	return {};
}

Result<void> check_limits(const CgroupDef &def)
{
	const struct {
		const char *lower_name;
		const std::optional<uint64_t> &lower;
		const char *upper_name;
		const std::optional<uint64_t> &upper;
	} ordered[] = {
		{"memory_min", def.memory_min, "memory_max", def.memory_max},
		{"memory_low", def.memory_low, "memory_max", def.memory_max},
		{"memory_high", def.memory_high, "memory_max", def.memory_max},
	};

	for (const auto &pair : ordered) {
		if (pair.lower && pair.upper && *pair.lower > *pair.upper)
			return format_error(pair.lower_name,
					    std::string("above ") + pair.upper_name);
	}
	if (def.cpu_idle.value_or(false) && def.cpu_weight)
		return format_error("cpu_weight", "an idle cgroup has none; leave one of them out");
	return {};
}

} /* namespace ktstr */
