/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_needs.h"

#include <algorithm>
#include <type_traits>

namespace ktstr {

namespace {

/* The files of cgroups and what is in them: kernel/sched/core.c, block/blk-iocost.c and others. */
constexpr ConfigNeed kCgroups = {"CONFIG_CGROUPS", false};
constexpr ConfigNeed kCpusets = {"CONFIG_CPUSETS", false};
constexpr ConfigNeed kBandwidth = {"CONFIG_CFS_BANDWIDTH", false};
constexpr ConfigNeed kFairGroups = {"CONFIG_FAIR_GROUP_SCHED", false};
constexpr ConfigNeed kExtGroups = {"CONFIG_EXT_GROUP_SCHED", false}; /* weights reach ext as well */
constexpr ConfigNeed kMemory = {"CONFIG_MEMCG", false};
constexpr ConfigNeed kIoWeight = {"CONFIG_BLK_CGROUP_IOCOST", false}; /* bfq's is io.bfq.weight */
constexpr ConfigNeed kPids = {"CONFIG_CGROUP_PIDS", false};
constexpr ConfigNeed kPressure = {"CONFIG_PSI", false};
constexpr ConfigNeed kSchedInfo = {"CONFIG_SCHED_INFO", false}; /* /proc/PID/schedstat */
constexpr ConfigNeed kNuma = {"CONFIG_NUMA", false};
constexpr ConfigNeed kMigration = {"CONFIG_MIGRATION", false};
constexpr ConfigNeed kExt = {"CONFIG_SCHED_CLASS_EXT", false};
constexpr ConfigNeed kNet = {"CONFIG_VIRTIO_NET", true};
constexpr ConfigNeed kPacket = {"CONFIG_PACKET", true};
constexpr ConfigNeed kDisk = {"CONFIG_VIRTIO_BLK", true};

/** Calls @visit for each op, cgroup definition, worker group and payload, wherever they stand. */
template <typename AnyScenario, typename Visitor>
void visit_parts(AnyScenario &scenario, Visitor &visit)
{
	auto visit_cgroup = [&](auto &def) {
		visit(def);
		for (auto &work : def.work)
			visit(work);
		if (def.payload)
			visit(*def.payload);
	};
	auto visit_op = [&](auto &op) {
		using Op = std::remove_cvref_t<decltype(op)>;

		visit(op);
		if constexpr (std::is_same_v<Op, AddCgroupDef>)
			visit_cgroup(op.def);
		else if constexpr (std::is_same_v<Op, Spawn>)
			visit(op.work);
		else if constexpr (std::is_same_v<Op, RunPayload>)
			visit(op.payload);
	};
	auto visit_all = [&](auto &part) {
		for (auto &def : part.cgroups)
			visit_cgroup(def);
		for (auto &op : part.ops)
			std::visit(visit_op, op);
	};

	visit_all(scenario.backdrop);
	for (auto &step : scenario.steps)
		visit_all(step);
}

class Collector {
public:
	explicit Collector(bool scheduled) : scheduled_(scheduled) {}

	void operator()(const CgroupDef &def)
	{
		add(kCgroups);
		add_if(def.cpuset.has_value(), kCpusets);
		add_if(def.cpu_max.has_value(), kBandwidth);
		add_if(def.cpu_weight || def.cpu_idle, kFairGroups);
		add_if((def.cpu_weight || def.cpu_idle) && scheduled_, kExtGroups);
		add_if(def.memory_max || def.memory_high || def.memory_low || def.memory_min,
		       kMemory);
		add_if(def.io_weight.has_value(), kIoWeight);
		add_if(def.pids_max.has_value(), kPids);
	}
	void operator()(const WorkSpec &work)
	{
		add_if(work.policy.kind == SchedulingPolicy::Kind::ext, kExt);
		add_if(work.memory.mode != MemoryPolicy::Mode::inherit, kNuma);
		std::visit([this](const auto &type) { add_type(type); }, work.type);
	}
	void operator()(const Payload &payload)
	{
		std::vector<std::string> &programs = needs_.programs;

		if (std::find(programs.begin(), programs.end(), payload.program) == programs.end())
			programs.push_back(payload.program);
	}
	void operator()(const AddCgroup &) { add(kCgroups); }
	void operator()(const SetCpuset &) { add(kCpusets); }
	void operator()(const ClearCpuset &) { add(kCpusets); }
	void operator()(const SwapCpusets &) { add(kCpusets); }
	template <typename Other>
	void operator()(const Other &)
	{}

	void add_checks(const Checks &checks)
	{
		add_if(checks.pressure_percent.value().has_value(), kPressure);
		add_if(checks.throttled_percent.value().has_value(), kBandwidth);
		add_if(checks.run_delay_percent.value().has_value(), kSchedInfo);
		add_if(checks.local_pages_percent.value().has_value(), kNuma);
	}

	ScenarioNeeds take() { return std::move(needs_); }

private:
	template <typename Type>
	void add_type(const Type &)
	{
		constexpr bool net =
			std::is_same_v<Type, NetTraffic> || std::is_same_v<Type, IrqWake>;
		constexpr bool disk = std::is_same_v<Type, IoSyncWrite> ||
				      std::is_same_v<Type, IoRandRead> ||
				      std::is_same_v<Type, IoConvoy>;
		constexpr bool numa = std::is_same_v<Type, NumaMigrationChurn> ||
				      std::is_same_v<Type, NumaWorkingSetSweep>;
		constexpr bool cgroups = std::is_same_v<Type, CgroupChurn> ||
					 std::is_same_v<Type, CgroupAttachStorm>;

		needs_.net = needs_.net || net;
		needs_.disk = needs_.disk || disk;
		add_if(net, kNet);
		add_if(net, kPacket);
		add_if(disk, kDisk);
		add_if(numa, kNuma);
		add_if(numa, kMigration);
		add_if(cgroups, kCgroups);
	}

	void add_if(bool wanted, const ConfigNeed &need)
	{
		if (wanted)
			add(need);
	}
	void add(const ConfigNeed &need)
	{
		bool known = std::any_of(
			needs_.options.begin(), needs_.options.end(),
			[&need](const ConfigNeed &other) { return other.option == need.option; });

		if (!known)
			needs_.options.push_back(need);
	}

	const bool scheduled_;
	ScenarioNeeds needs_;
};

} /* namespace */

ScenarioNeeds scenario_needs(const Case &test)
{
	Collector collector(test.scheduler.kind != CaseScheduler::none);

	visit_parts(test.scenario, collector);
	collector.add_checks(test.scenario.checks);
	if (test.scheduler.kind != CaseScheduler::none)
		collector.add_checks(test.scheduler.checks);
	return collector.take();
}

const std::vector<ConfigNeed> &all_scenario_options()
{
	static const std::vector<ConfigNeed> options = {
		kCgroups,  kCpusets, kBandwidth, kFairGroups, kExtGroups, kMemory,
		kIoWeight, kPids,    kPressure,	 kSchedInfo,  kNuma,	  kMigration,
		kExt,	   kNet,     kPacket,	 kDisk,
	};

	return options;
}

void change_payloads(Scenario *scenario, const std::function<void(Payload &)> &change)
{
	auto visit = [&change](auto &part) {
		if constexpr (std::is_same_v<std::remove_cvref_t<decltype(part)>, Payload>)
			change(part);
	};

	visit_parts(*scenario, visit);
}

} /* namespace ktstr */
