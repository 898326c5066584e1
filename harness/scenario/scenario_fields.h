/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fields of a scenario and its parts, with limits, units and needs. Those of ops, checks and types
 * of work are beside the types.
 */
#pragma once

#include <array>

#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"
#include "harness/scenario/scenario_case.h"

namespace ktstr {

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
KTSTR_NEEDS(MemoryPolicy)
{
	n(kNuma, x.mode != MemoryPolicy::Mode::inherit);
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
KTSTR_NEEDS(SchedulingPolicy)
{
	n(kExt, x.kind == SchedulingPolicy::Kind::ext);
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
KTSTR_NEEDS(CgroupDef)
{
	n(kCgroups);
	n(kCpusets, x.cpuset.has_value());
	n(kBandwidth, x.cpu_max.has_value());
	n(kFairGroups, x.cpu_weight || x.cpu_idle);
	n(kExtGroups, (x.cpu_weight || x.cpu_idle) && n.scheduled());
	n(kMemory, x.memory_max || x.memory_high || x.memory_low || x.memory_min);
	n(kIoWeight, x.io_weight.has_value());
	n(kPids, x.pids_max.has_value());
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

/** The key that names a variant's alternative. */
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
