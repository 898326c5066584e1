/* SPDX-License-Identifier: GPL-2.0 */
/* Fields of a scenario and of all below it but the work types, with their bounds and units. */
#pragma once

#include <array>

#include "harness/scenario/fields.h"
#include "harness/scenario/scenario_case.h"
#include "harness/scenario/work_fields.h"

namespace ktstr {

constexpr Limits kTimeoutMs = between(0, 3600000, "ms");
constexpr Limits kIndex = between(0, 1023);
constexpr Limits kFraction = between(0, 1);
constexpr Limits kWeight = between(1, 10000);
constexpr Limits kBytes = between(0, 1e15, "bytes");
constexpr Limits kNice = between(-20, 19);
constexpr Limits kId = between(0, 4294967294.0);
constexpr Limits kPercent = between(0, 100, "%");

KTSTR_FIELDS_AS(AllCpus, "all") {}
KTSTR_FIELDS_AS(LlcCpus, "llc")
{
	v("llc", x.llc, kIndex);
}
KTSTR_FIELDS_AS(NodeCpus, "node")
{
	v("node", x.node, kIndex);
}
KTSTR_FIELDS_AS(CpuRange, "range")
{
	v("from", x.from, kFraction);
	v("to", x.to, kFraction);
}
KTSTR_FIELDS_AS(DisjointCpus, "disjoint")
{
	v("part", x.part, kIndex);
	v("parts", x.parts, between(1, 1024));
}
KTSTR_FIELDS_AS(OverlappingCpus, "overlapping")
{
	v("part", x.part, kIndex);
	v("parts", x.parts, between(1, 1024));
	v("overlap", x.overlap, kFraction);
}
KTSTR_FIELDS_AS(ExactCpus, "exact")
{
	v("cpus", x.cpus, required());
}
KTSTR_FIELDS_AS(InheritAffinity, "inherit") {}
KTSTR_FIELDS_AS(RandomCpus, "random")
{
	v("count", x.count, between(1, 1024, "CPUs"));
}
KTSTR_FIELDS_AS(SingleCpu, "single") {}

KTSTR_CHOICES(MemoryPolicy::Mode, "inherit", "bind", "preferred", "interleave", "local")
KTSTR_FIELDS(MemoryPolicy)
{
	v("mode", x.mode, required());
	v("nodes", x.nodes, between(0, 64));
}

KTSTR_CHOICES(SchedulingPolicy::Kind, "normal", "batch", "idle", "fifo", "rr", "deadline", "ext")
KTSTR_FIELDS(SchedulingPolicy)
{
	v("kind", x.kind, required());
	v("priority", x.priority, kPriority);
	v("runtime_us", x.runtime_us, kSleepUs);
	v("deadline_us", x.deadline_us, kSleepUs);
	v("period_us", x.period_us, kSleepUs);
}
KTSTR_FIELDS(WorkSpec)
{
	v("type", x.type, required());
	v("workers", x.workers, between(0, 4096, "processes"));
	v("percent", x.percent, between(0, 1000, "%"));
	v("policy", x.policy);
	v("nice", x.nice, kNice);
	v("affinity", x.affinity);
	v("memory", x.memory);
}
KTSTR_FIELDS(Metric)
{
	v("name", x.name, required());
	v("minimum", x.minimum);
	v("maximum", x.maximum);
	v("unit", x.unit);
}
KTSTR_CHOICES(Payload::Output, "none", "json", "lines")
KTSTR_FIELDS(Payload)
{
	v("name", x.name, required());
	v("program", x.program, required());
	v("arguments", x.arguments, between(0, 256));
	v("exit_code", x.exit_code, between(0, 255));
	v("output", x.output);
	v("metrics", x.metrics, between(0, 64));
}
KTSTR_FIELDS(CgroupDef)
{
	v("name", x.name, required());
	v("cpuset", x.cpuset);
	v("cpu_max", x.cpu_max, between(0.01, 1024, "CPUs"));
	v("cpu_weight", x.cpu_weight, kWeight);
	v("cpu_idle", x.cpu_idle);
	v("memory_max", x.memory_max, kBytes);
	v("memory_high", x.memory_high, kBytes);
	v("memory_low", x.memory_low, kBytes);
	v("memory_min", x.memory_min, kBytes);
	v("io_weight", x.io_weight, kWeight);
	v("pids_max", x.pids_max, between(0, 4194304, "tasks"));
	v("work", x.work, between(0, 64));
	v("payload", x.payload);
	v("nice", x.nice, kNice);
	v("uid", x.uid, kId);
	v("gid", x.gid, kId);
}

KTSTR_FIELDS(AddCgroup)
{
	v("name", x.name, required());
}
KTSTR_FIELDS(AddCgroupDef)
{
	v("def", x.def, required());
}
KTSTR_FIELDS(RemoveCgroup)
{
	v("name", x.name, required());
}
KTSTR_FIELDS(SetCpuset)
{
	v("name", x.name, required());
	v("cpuset", x.cpuset, required());
}
KTSTR_FIELDS(ClearCpuset)
{
	v("name", x.name, required());
}
KTSTR_FIELDS(SwapCpusets)
{
	v("first", x.first, required());
	v("second", x.second, required());
}
KTSTR_FIELDS(Spawn)
{
	v("cgroup", x.cgroup);
	v("work", x.work, required());
}
KTSTR_FIELDS(StopCgroup)
{
	v("name", x.name, required());
}
KTSTR_FIELDS(SetAffinity)
{
	v("name", x.name, required());
	v("affinity", x.affinity, required());
}
KTSTR_FIELDS(MoveAllTasks)
{
	v("from", x.from, required());
	v("to", x.to, required());
}
KTSTR_FIELDS(RunPayload)
{
	v("payload", x.payload, required());
	v("cgroup", x.cgroup);
}
KTSTR_FIELDS(WaitPayload)
{
	v("name", x.name, required());
	v("cgroup", x.cgroup);
	v("timeout_ms", x.timeout_ms, kTimeoutMs);
}
KTSTR_FIELDS(KillPayload)
{
	v("name", x.name, required());
	v("cgroup", x.cgroup);
}
KTSTR_FIELDS(FreezeCgroup)
{
	v("name", x.name, required());
}
KTSTR_FIELDS(UnfreezeCgroup)
{
	v("name", x.name, required());
}
KTSTR_FIELDS(CaptureCgroupProcs)
{
	v("name", x.name, required());
	v("tag", x.tag, required());
	v("threads", x.threads);
}
KTSTR_FIELDS(SteerIrq)
{
	v("irq", x.irq, required());
	v("cpu", x.cpu, kIndex);
}

KTSTR_FIELDS_AS(HoldFor, "for")
{
	v("ms", x.ms, kTimeoutMs);
}
KTSTR_FIELDS_AS(HoldShare, "share")
{
	v("share", x.share, kFraction);
}
KTSTR_FIELDS_AS(HoldLoop, "loop")
{
	v("every_ms", x.every_ms, between(1, 3600000, "ms"));
	v("ms", x.ms, kTimeoutMs);
}
KTSTR_FIELDS(Step)
{
	v("name", x.name);
	v("cgroups", x.cgroups, between(0, 256));
	v("ops", x.ops, between(0, 1024));
	v("hold", x.hold);
}
KTSTR_FIELDS(Backdrop)
{
	v("cgroups", x.cgroups, between(0, 256));
	v("ops", x.ops, between(0, 1024));
}
KTSTR_FIELDS(Checks)
{
	v("starved", x.starved, between(0, 4096, "workers"));
	v("spread_percent", x.spread_percent, kPercent);
	v("gap_ms", x.gap_ms, between(0, 3600000, "ms"));
	v("isolation", x.isolation, between(0, 1e9, "samples"));
	v("iterations_per_s", x.iterations_per_s, between(0, 1e12, "1/s"));
	v("variation_percent", x.variation_percent, between(0, 10000, "%"));
	v("wake_p50_us", x.wake_p50_us, between(0, 1e9, "us"));
	v("wake_p99_us", x.wake_p99_us, between(0, 1e9, "us"));
	v("run_delay_percent", x.run_delay_percent, between(0, 1e6, "%"));
	v("migrations_per_s", x.migrations_per_s, between(0, 1e9, "1/s"));
	v("local_pages_percent", x.local_pages_percent, kPercent);
	v("imbalance_percent", x.imbalance_percent, between(0, 1e6, "%"));
	v("events_per_s", x.events_per_s, between(0, 1e9, "1/s"));
	v("pressure_percent", x.pressure_percent, kPercent);
	v("throttled_percent", x.throttled_percent, kPercent);
	v("frozen", x.frozen);
	v("still_attached", x.still_attached);
	v("nothing_left", x.nothing_left);
}
KTSTR_FIELDS(Scenario)
{
	v("duration_ms", x.duration_ms, between(1, 3600000, "ms"));
	v("disk_latency_ms", x.disk_latency_ms, between(0, 120000, "ms"));
	v("backdrop", x.backdrop);
	v("steps", x.steps, {1, 64, "", true});
	v("checks", x.checks);
}

KTSTR_CHOICES(ScenarioScheduler::Kind, "none", "builtin", "any", "tree")
KTSTR_FIELDS(ScenarioScheduler)
{
	v("kind", x.kind, required());
	v("program", x.program);
	v("arguments", x.arguments, between(0, 256));
	v("checks", x.checks);
}
KTSTR_FIELDS(ScenarioCase)
{
	v("name", x.name, required());
	v("description", x.description, required());
	v("topology", x.topology);
	v("scheduler", x.scheduler);
	v("needs_options", x.needs_options, between(0, 64));
	v("deadline_ms", x.deadline_ms, between(1, 3600000, "ms"));
	v("scenario", x.scenario, required());
}

/** The key that tells a variant's alternative. */
constexpr const char *tag_key(const Work *)
{
	return "type";
}
constexpr const char *tag_key(const Op *)
{
	return "op";
}
template <typename Variant>
constexpr const char *tag_key(const Variant *)
{
	return "kind";
}

} /* namespace ktstr */
