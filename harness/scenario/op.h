/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ops: what a step does, one after the other, each done before the next begins. Plain data; any
 * thread. What each refuses is in harness/scenario/rules/validate.h where that can be told before a
 * boot, and where it cannot, the op fails in the guest, and the scenario ends with step, op and
 * cause.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"

namespace ktstr {

/** An empty cgroup. */
struct AddCgroup {
	std::string name;
};
KTSTR_FIELDS(AddCgroup)
{
	v("name", x.name, required());
}
KTSTR_NEEDS(AddCgroup)
{
	n(kCgroups);
}

/** A whole one: cgroup, cpuset, limits, workers. */
struct AddCgroupDef {
	CgroupDef def;
};
KTSTR_FIELDS(AddCgroupDef)
{
	v("def", x.def, required());
}

/**
 * Stops its workers and programs, thaws it, removes it; also one of the backdrop, which can be made
 * anew. Refused while a program in it has to end with a code of its own.
 */
struct RemoveCgroup {
	std::string name;
};
KTSTR_FIELDS(RemoveCgroup)
{
	v("name", x.name, required());
}

struct SetCpuset {
	std::string name;
	CpusetSpec cpuset;
};
KTSTR_FIELDS(SetCpuset)
{
	v("name", x.name, required());
	v("cpuset", x.cpuset, required());
}
KTSTR_NEEDS(SetCpuset)
{
	n(kCpusets);
}

/** All CPUs. */
struct ClearCpuset {
	std::string name;
};
KTSTR_FIELDS(ClearCpuset)
{
	v("name", x.name, required());
}
KTSTR_NEEDS(ClearCpuset)
{
	n(kCpusets);
}

/** Each gets the other's. */
struct SwapCpusets {
	std::string first;
	std::string second;
};
KTSTR_FIELDS(SwapCpusets)
{
	v("first", x.first, required());
	v("second", x.second, required());
}
KTSTR_NEEDS(SwapCpusets)
{
	n(kCpusets);
}

/** Workers into @cgroup; without one, where the runner is, and then no percent counts. */
struct Spawn {
	std::optional<std::string> cgroup = {};
	WorkSpec work = {};
};
KTSTR_FIELDS(Spawn)
{
	v("cgroup", x.cgroup);
	v("work", x.work, required());
}

/** Stops and reports its workers; the cgroup stays. */
struct StopCgroup {
	std::string name;
};
KTSTR_FIELDS(StopCgroup)
{
	v("name", x.name, required());
}

/** Of the workers that are in it now. */
struct SetAffinity {
	std::string name;
	AffinitySpec affinity;
};
KTSTR_FIELDS(SetAffinity)
{
	v("name", x.name, required());
	v("affinity", x.affinity, required());
}

/**
 * Every task, and with it the workers' names. From "": the workers in the runner's own cgroup.
 * From the backdrop to a step's cgroup is refused: that is gone before they are.
 */
struct MoveAllTasks {
	std::string from;
	std::string to;
};
KTSTR_FIELDS(MoveAllTasks)
{
	v("from", x.from, required());
	v("to", x.to, required());
}

/** In the background; by name and cgroup it can be waited for or killed. */
struct RunPayload {
	Payload payload;
	std::optional<std::string> cgroup = {};
};
KTSTR_FIELDS(RunPayload)
{
	v("payload", x.payload, required());
	v("cgroup", x.cgroup);
}

/** Until it ends by itself, at most @timeout_ms (0: as long as the case has). */
struct WaitPayload {
	std::string name;
	std::optional<std::string> cgroup = {};
	uint32_t timeout_ms = 0;
};
KTSTR_FIELDS(WaitPayload)
{
	v("name", x.name, required());
	v("cgroup", x.cgroup);
	v("timeout_ms", x.timeout_ms, kTimeoutMs);
}

/** SIGKILL; its exit code is not judged: refused for one that must end with another than 0. */
struct KillPayload {
	std::string name;
	std::optional<std::string> cgroup = {};
};
KTSTR_FIELDS(KillPayload)
{
	v("name", x.name, required());
	v("cgroup", x.cgroup);
}

/** Returns once cgroup.events says that all of it is frozen; frozen already is fine. */
struct FreezeCgroup {
	std::string name;
};
KTSTR_FIELDS(FreezeCgroup)
{
	v("name", x.name, required());
}

struct UnfreezeCgroup {
	std::string name;
};
KTSTR_FIELDS(UnfreezeCgroup)
{
	v("name", x.name, required());
}

/** Keeps cgroup.procs (or cgroup.threads) under @tag, as an artifact. */
struct CaptureCgroupProcs {
	std::string name;
	std::string tag;
	bool threads = false;
};
KTSTR_FIELDS(CaptureCgroupProcs)
{
	v("name", x.name, required());
	v("tag", x.tag, required());
	v("threads", x.threads);
}

/** Interrupts whose name in /proc/interrupts contains @irq (or is the number) go to @cpu. */
struct SteerIrq {
	std::string irq;
	uint32_t cpu = 0;
};
KTSTR_FIELDS(SteerIrq)
{
	v("irq", x.irq, required());
	v("cpu", x.cpu, kIndex);
}

using OpTypes =
	std::variant<AddCgroup, AddCgroupDef, RemoveCgroup, SetCpuset, ClearCpuset, SwapCpusets,
		     Spawn, StopCgroup, SetAffinity, MoveAllTasks, RunPayload, WaitPayload,
		     KillPayload, FreezeCgroup, UnfreezeCgroup, CaptureCgroupProcs, SteerIrq>;

/* Not the variant alone, for the reason given with Work. */
struct Op : OpTypes {
	Op() = default;
	template <typename T>
		requires(!std::is_same_v<std::decay_t<T>, Op>)
	Op(T &&type) : OpTypes(std::forward<T>(type))
	{}
};

/** "AddCgroup". */
inline std::string op_name(const Op &op)
{
	return std::visit([](const auto &one) { return std::string(type_name(&one)); }, op);
}

} /* namespace ktstr */
