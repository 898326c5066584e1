/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ops: the actions of a step, in order; each completes before the next one starts. Plain data; any
 * thread. harness/scenario/rules/validate.h rejects what is known to fail before a boot. Otherwise
 * the op fails in the guest, and the scenario ends with step, op and cause.
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

/** A cgroup with its cpuset, limits and workers. */
struct AddCgroupDef {
	CgroupDef def;
};
KTSTR_FIELDS(AddCgroupDef)
{
	v("def", x.def, required());
}

/**
 * Stops the cgroup's workers and programs, thaws it and removes it. May remove one of the backdrop,
 * and a later op may create it again. Refused while a program in it must end with a non-zero exit
 * code.
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

/** Allows all CPUs. */
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

/** Swaps the cpusets of two cgroups. */
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

/** Starts workers in @cgroup, or else in the runner's, where WorkSpec::percent is refused. */
struct Spawn {
	std::optional<std::string> cgroup = {};
	WorkSpec work = {};
};
KTSTR_FIELDS(Spawn)
{
	v("cgroup", x.cgroup);
	v("work", x.work, required());
}

/** Stops and reports the cgroup's workers; keeps the cgroup. */
struct StopCgroup {
	std::string name;
};
KTSTR_FIELDS(StopCgroup)
{
	v("name", x.name, required());
}

/** Sets the affinity of the workers that are in the cgroup now. */
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
 * Moves every task; the workers then belong to @to. From "": the workers in the runner's cgroup.
 * Refused from the backdrop to a step's cgroup, because that ends before the workers do.
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

/** Starts a program in the background. WaitPayload and KillPayload name it by name and cgroup. */
struct RunPayload {
	Payload payload;
	std::optional<std::string> cgroup = {};
};
KTSTR_FIELDS(RunPayload)
{
	v("payload", x.payload, required());
	v("cgroup", x.cgroup);
}

/** Waits until the program ends, at most @timeout_ms (0: until the case's deadline). */
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

/** Sends SIGKILL and ignores the exit code. Refused for a program that must end with non-zero. */
struct KillPayload {
	std::string name;
	std::optional<std::string> cgroup = {};
};
KTSTR_FIELDS(KillPayload)
{
	v("name", x.name, required());
	v("cgroup", x.cgroup);
}

/** Waits until cgroup.events says that the cgroup is frozen. It may be frozen already. */
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

/** Saves cgroup.procs (or cgroup.threads) under @tag as an artifact. */
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

/** Routes interrupts whose name in /proc/interrupts contains @irq (or with number @irq) to @cpu. */
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

/* A type of its own instead of the plain variant; see Work for the reason. */
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
