/* SPDX-License-Identifier: GPL-2.0 */
/* What each op requires of a ScenarioState, and how it changes it. */
#include <algorithm>

#include "harness/scenario/rules/scenario_error.h"
#include "harness/scenario/rules/scenario_state.h"
#include "harness/scenario/rules/work_check.h"

namespace ktstr {

namespace {

/*
 * Running programs are known by the cgroup that they are in now. One that moves to the backdrop's
 * cgroup lives as long as that. On an error, nothing has moved.
 */
template <typename Payloads, typename Owner>
Result<void> move_payloads(Payloads &payloads, const MoveAllTasks &op, Owner owner)
{
	Payloads moved;

	for (const auto &[key, run] : payloads) {
		auto there = payloads.find({key.first, op.to});

		if (key.second != op.from || !run.running)
			continue;
		if (there != payloads.end() && there->second.running)
			return format_error("to",
					    op.to + ": " + key.first +
						    " runs in it already; wait for one of the two, "
						    "or use another name");
		moved.emplace(std::pair(key.first, op.to), run);
	}
	for (auto &[key, run] : moved) {
		payloads.erase({key.first, op.from});
		if (owner == Owner::backdrop)
			run.owner = owner;
		payloads.insert_or_assign(key, run);
	}
	return {};
}

} /* namespace */

template <>
Result<void> ScenarioState::run(const AddCgroup &op)
{
	return make(op.name);
}

template <>
Result<void> ScenarioState::run(const AddCgroupDef &op)
{
	where_ += "def.";
	Result<void> added = add(op.def);

	return added ? Result<void>() : inside("def", added.error());
}

template <>
Result<void> ScenarioState::run(const RemoveCgroup &op)
{
	KTSTR_TRY(find(op.name));
	for (const auto &[name, cgroup] : cgroups_) {
		if (name.starts_with(op.name + "/"))
			return format_error("name", op.name + ": has a child, " + name +
							    "; remove that first");
	}
	for (const auto &[key, run] : payloads_) {
		Result<void> fine = key.second == op.name && run.running
					    ? check_exit_code(key.first, run)
					    : Result<void>();
		if (!fine)
			return about("name", fine.error());
	}
	cgroups_.erase(op.name);
	std::erase_if(payloads_,
		      [&op](const auto &entry) { return entry.first.second == op.name; });
	return {};
}

template <>
Result<void> ScenarioState::run(const SetCpuset &op)
{
	Cgroup *cgroup = KTSTR_TRY(find(op.name));
	Result<CpuSet> cpus = resolve_cpus(op.cpuset, topology_);

	if (!cpus)
		return about("cpuset", cpus.error());
	cgroup->cpuset = cpus.value();
	return {};
}

template <>
Result<void> ScenarioState::run(const ClearCpuset &op)
{
	KTSTR_TRY(find(op.name))->cpuset.reset();
	return {};
}

template <>
Result<void> ScenarioState::run(const SwapCpusets &op)
{
	if (op.first == op.second)
		return format_error("second", op.second + ": the same cgroup twice");
	Cgroup *first = KTSTR_TRY(find(op.first, "first"));
	Cgroup *second = KTSTR_TRY(find(op.second, "second"));
	if (!first->cpuset)
		return format_error("first", op.first + ": has no cpuset to swap; set one first");
	if (!second->cpuset)
		return format_error("second", op.second + ": has no cpuset to swap; set one first");
	std::swap(first->cpuset, second->cpuset);
	return {};
}

template <>
Result<void> ScenarioState::run(const Spawn &op)
{
	if (op.cgroup)
		KTSTR_TRY(populate(*op.cgroup, "cgroup"));
	else
		backdrop_beside_runner_ = backdrop_beside_runner_ || owner_ == Owner::backdrop;
	Result<void> fine = check_work(op.work, topology_, allowed(op.cgroup.value_or("")),
				       op.cgroup.has_value());
	if (!fine)
		return inside("work", fine.error());
	has_workers_ = true;
	return {};
}

template <>
Result<void> ScenarioState::run(const StopCgroup &op)
{
	KTSTR_TRY(find(op.name));
	for (auto &[name, cgroup] : cgroups_)
		if (name == op.name || name.starts_with(op.name + "/"))
			cgroup.populated = runs_payload(name);
	return {};
}

template <>
Result<void> ScenarioState::run(const SetAffinity &op)
{
	KTSTR_TRY(find(op.name));
	Result<std::vector<CpuSet>> sets =
		resolve_affinity(op.affinity, topology_, allowed(op.name), 1, 0);
	if (!sets)
		return about("affinity", sets.error());
	return {};
}

template <>
Result<void> ScenarioState::run(const MoveAllTasks &op)
{
	if (op.from == op.to)
		return format_error("to", "\"" + op.to + "\": the same as from");
	Cgroup *to = KTSTR_TRY(find(op.to, "to"));
	if (op.from.empty()) {
		if (backdrop_beside_runner_ && to->owner == Owner::step)
			return format_error("to",
					    op.to +
						    ": dies with its step, and what the backdrop "
						    "started beside the runner does not; make " +
						    op.to + " in the backdrop");
		backdrop_beside_runner_ = false;
		KTSTR_TRY(move_payloads(payloads_, op, to->owner));
		to->populated = true;
		return {};
	}
	Cgroup *from = KTSTR_TRY(find(op.from, "from"));
	if (from->owner == Owner::backdrop && to->owner == Owner::step)
		return format_error("to", op.to + ": dies with its step, the backdrop's tasks of " +
						  op.from + " do not; make " + op.to +
						  " in the backdrop");
	KTSTR_TRY(move_payloads(payloads_, op, to->owner));
	to->populated = true;
	from->populated = false;
	return {};
}

template <>
Result<void> ScenarioState::run(const RunPayload &op)
{
	if (op.cgroup)
		KTSTR_TRY(populate(*op.cgroup, "cgroup"));
	else
		backdrop_beside_runner_ = backdrop_beside_runner_ || owner_ == Owner::backdrop;
	Result<void> started = start(op.payload, op.cgroup.value_or(""));
	return started ? Result<void>() : inside("payload", started.error());
}

template <>
Result<void> ScenarioState::run(const WaitPayload &op)
{
	KTSTR_TRY(consume(op.name, op.cgroup));
	return {};
}

template <>
Result<void> ScenarioState::run(const KillPayload &op)
{
	Result<void> fine = check_exit_code(op.name, *KTSTR_TRY(consume(op.name, op.cgroup)));
	return fine ? Result<void>() : about("name", fine.error());
}

template <>
Result<void> ScenarioState::run(const FreezeCgroup &op)
{
	KTSTR_TRY(find(op.name))->frozen = true;
	return {};
}

template <>
Result<void> ScenarioState::run(const UnfreezeCgroup &op)
{
	Cgroup *cgroup = KTSTR_TRY(find(op.name));

	if (is_frozen(parent_of_cgroup(op.name)))
		return format_error("name",
				    op.name + ": stays frozen with the one above it; thaw that");
	cgroup->frozen = false;
	return {};
}

template <>
Result<void> ScenarioState::run(const CaptureCgroupProcs &op)
{
	if (op.tag.empty())
		return format_error("tag", "must not be empty");
	KTSTR_TRY(find(op.name));
	return {};
}

template <>
Result<void> ScenarioState::run(const SteerIrq &op)
{
	CpuSet online = online_cpus(topology_);

	if (op.irq.empty())
		return format_error("irq", "must not be empty: a number, or part of a name");
	if (!std::binary_search(online.begin(), online.end(), op.cpu))
		return format_error("cpu", std::to_string(op.cpu) + ": not online after boot");
	return {};
}

/* Comes last: the specialisations above must be declared before they are used. */
Result<void> ScenarioState::apply(const Op &op)
{
	return std::visit([this](const auto &one) -> Result<void> { return run(one); }, op);
}

} /* namespace ktstr */
