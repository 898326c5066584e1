/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/scenario_state.h"

#include <algorithm>

#include "harness/scenario/work_check.h"

namespace ktstr {

namespace {

std::string parent_of_cgroup(const std::string &name)
{
	size_t slash = name.rfind('/');

	return slash == name.npos ? "" : name.substr(0, slash);
}

/* Errors about what a field says. */
Error about(const std::string &field, const Error &error)
{
	return Error{0, "", field + ": " + error.to_string()};
}

/* Errors of a part, below the field that holds it. */
Error inside(const std::string &field, const Error &error)
{
	return Error{0, "", field + "." + error.to_string()};
}

/*
 * Programs that run go by the cgroup that they are in now. One that goes to the backdrop's cgroup lives
 * as long as that. On an error nothing has moved.
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
			return format_error("to", op.to + ": " + key.first +
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

template <typename Map>
std::string names_of(const Map &cgroups)
{
	std::string text;

	for (const auto &[name, cgroup] : cgroups)
		text += (text.empty() ? "" : ", ") + name;
	return text.empty() ? "none" : text;
}

} /* namespace */

CpuSet ScenarioState::allowed(const std::string &cgroup) const
{
	CpuSet cpus = online_cpus(topology_);

	for (std::string name = cgroup; !name.empty(); name = parent_of_cgroup(name)) {
		auto found = cgroups_.find(name);
		if (found == cgroups_.end() || !found->second.cpuset)
			continue;
		/* One that shares nothing with its parent's has its parent's (cpuset_update_effective). */
		CpuSet both = intersection(cpus, *found->second.cpuset);
		if (!both.empty())
			cpus = both;
	}
	return cpus;
}

Result<void> ScenarioState::make(const std::string &name)
{
	KTSTR_TRY(check_cgroup_name(name));
	if (cgroups_.contains(name))
		return format_error("name", name + ": lives already; choose another or remove it first");
	std::string parent = parent_of_cgroup(name);
	if (!parent.empty()) {
		auto found = cgroups_.find(parent);
		if (found == cgroups_.end())
			return format_error("name", name + ": there is no " + parent +
							    "; add that first. There are: " +
							    names_of(cgroups_));
		if (found->second.populated)
			return format_error("name", name + ": " + parent +
							    " has workers, and a cgroup with controllers "
							    "has either those or children");
		if (owner_ == Owner::backdrop && found->second.owner == Owner::step)
			return format_error("name", name + ": " + parent + " dies with its step");
	}
	cgroups_.emplace(name, Cgroup{owner_, std::nullopt});
	return {};
}

bool ScenarioState::is_frozen(const std::string &cgroup) const
{
	for (std::string name = cgroup; !name.empty(); name = parent_of_cgroup(name)) {
		auto found = cgroups_.find(name);
		if (found != cgroups_.end() && found->second.frozen)
			return true;
	}
	return false;
}

Result<void> ScenarioState::populate(const std::string &name)
{
	Cgroup *cgroup = KTSTR_TRY(find(name));

	if (is_frozen(name))
		return format_error("name", name + ": is frozen, and nothing starts in it; thaw it first");
	for (const auto &[other, unused] : cgroups_) {
		if (other.starts_with(name + "/"))
			return format_error("name", name + ": has a child, " + other +
							    ", and a cgroup with controllers has either "
							    "those or workers");
	}
	cgroup->populated = true;
	return {};
}

Result<ScenarioState::Cgroup *> ScenarioState::find(const std::string &name)
{
	auto found = cgroups_.find(name);

	if (found == cgroups_.end() && gone_.contains(name))
		return format_error("no such cgroup", name + ": it was a step's and ended with that; what "
							     "several steps use belongs in the backdrop");
	if (found == cgroups_.end())
		return format_error("no such cgroup", name + "; there are: " + names_of(cgroups_));
	return &found->second;
}

Result<void> ScenarioState::add(const CgroupDef &def)
{
	KTSTR_TRY(make(def.name));
	KTSTR_TRY(check_limits(def));
	Cgroup &cgroup = cgroups_.at(def.name);
	if (def.cpuset) {
		Result<CpuSet> cpus = resolve_cpus(*def.cpuset, topology_);
		if (!cpus)
			return about("cpuset", cpus.error());
		cgroup.cpuset = cpus.value();
	}
	CpuSet cpus = allowed(def.name);
	uint64_t workers = 0;
	for (size_t i = 0; i < def.work.size(); i++) {
		Result<void> fine = check_work(def.work[i], topology_, cpus, true);
		if (!fine)
			return inside("work[" + std::to_string(i) + "]", fine.error());
		workers += worker_count(def.work[i], cpus.size());
	}
	if (def.pids_max && *def.pids_max < workers)
		return format_error("pids_max", "below the " + std::to_string(workers) +
							" workers of the cgroup");
	if (workers || def.payload)
		KTSTR_TRY(populate(def.name));
	has_workers_ = has_workers_ || workers;
	if (!def.payload)
		return {};
	Result<void> started = start(*def.payload, def.name);
	return started ? Result<void>() : inside("payload", started.error());
}

Result<void> ScenarioState::start(const Payload &payload, const std::string &cgroup)
{
	KTSTR_TRY(check_payload(payload));
	auto [at, is_new] = payloads_.try_emplace({payload.name, cgroup}, PayloadRun{owner_, true});
	if (!is_new && at->second.running)
		return format_error("name", payload.name + ": runs already" +
						    (cgroup.empty() ? "" : " in " + cgroup) +
						    "; wait for it, kill it, or use another name");
	at->second = {owner_, true};
	return {};
}

Result<void> ScenarioState::consume(const std::string &name, const std::optional<std::string> &cgroup)
{
	PayloadRun *found = nullptr;
	bool known = false;

	for (auto &[key, run] : payloads_) {
		if (key.first != name || (cgroup && key.second != *cgroup))
			continue;
		known = true;
		if (!run.running)
			continue;
		if (found)
			return format_error("cgroup", name + " runs in several cgroups; say which");
		found = &run;
	}
	if (!found)
		return format_error("name", name + (known ? ": has been waited for or killed already"
							  : ": was never started"));
	found->running = false;
	return {};
}

void ScenarioState::end_step()
{
	for (const auto &[name, cgroup] : cgroups_)
		if (cgroup.owner == Owner::step)
			gone_.insert(name);
	std::erase_if(cgroups_, [](const auto &entry) { return entry.second.owner == Owner::step; });
	std::erase_if(payloads_, [](const auto &entry) { return entry.second.owner == Owner::step; });
}

Result<void> ScenarioState::apply(const Op &op)
{
	return std::visit([this](const auto &one) { return run(one); }, op);
}

Result<void> ScenarioState::run(const AddCgroup &op)
{
	return make(op.name);
}

Result<void> ScenarioState::run(const AddCgroupDef &op)
{
	Result<void> added = add(op.def);

	return added ? Result<void>() : inside("def", added.error());
}

Result<void> ScenarioState::run(const RemoveCgroup &op)
{
	KTSTR_TRY(find(op.name));
	for (const auto &[name, cgroup] : cgroups_) {
		if (name.starts_with(op.name + "/"))
			return format_error("name", op.name + ": has a child, " + name +
							    "; remove that first");
	}
	cgroups_.erase(op.name);
	std::erase_if(payloads_, [&op](const auto &entry) { return entry.first.second == op.name; });
	return {};
}

Result<void> ScenarioState::run(const SetCpuset &op)
{
	Cgroup *cgroup = KTSTR_TRY(find(op.name));
	Result<CpuSet> cpus = resolve_cpus(op.cpuset, topology_);

	if (!cpus)
		return about("cpuset", cpus.error());
	cgroup->cpuset = cpus.value();
	return {};
}

Result<void> ScenarioState::run(const ClearCpuset &op)
{
	KTSTR_TRY(find(op.name))->cpuset.reset();
	return {};
}

Result<void> ScenarioState::run(const SwapCpusets &op)
{
	if (op.first == op.second)
		return format_error("second", op.second + ": the same cgroup twice");
	Cgroup *first = KTSTR_TRY(find(op.first)), *second = KTSTR_TRY(find(op.second));
	for (const auto &[name, cgroup] : {std::pair(&op.first, first), std::pair(&op.second, second)}) {
		if (!cgroup->cpuset)
			return format_error("no cpuset to swap", *name + "; set one first");
	}
	std::swap(first->cpuset, second->cpuset);
	return {};
}

Result<void> ScenarioState::run(const Spawn &op)
{
	if (op.cgroup)
		KTSTR_TRY(populate(*op.cgroup));
	else
		backdrop_beside_runner_ = backdrop_beside_runner_ || owner_ == Owner::backdrop;
	Result<void> fine = check_work(op.work, topology_, allowed(op.cgroup.value_or("")),
				       op.cgroup.has_value());
	if (!fine)
		return inside("work", fine.error());
	has_workers_ = true;
	return {};
}

Result<void> ScenarioState::run(const StopCgroup &op)
{
	KTSTR_TRY(find(op.name));
	for (auto &[name, cgroup] : cgroups_)
		if (name == op.name || name.starts_with(op.name + "/"))
			cgroup.populated = runs_payload(name);
	return {};
}

bool ScenarioState::runs_payload(const std::string &cgroup) const
{
	return std::any_of(payloads_.begin(), payloads_.end(), [&cgroup](const auto &entry) {
		return entry.first.second == cgroup && entry.second.running;
	});
}

Result<void> ScenarioState::run(const SetAffinity &op)
{
	KTSTR_TRY(find(op.name));
	Result<std::vector<CpuSet>> sets =
		resolve_affinity(op.affinity, topology_, allowed(op.name), 1, 0);
	if (!sets)
		return about("affinity", sets.error());
	return {};
}

Result<void> ScenarioState::run(const MoveAllTasks &op)
{
	if (op.from == op.to)
		return format_error("to", "\"" + op.to + "\": the same as from");
	Cgroup *to = KTSTR_TRY(find(op.to));
	if (op.from.empty()) {
		if (backdrop_beside_runner_ && to->owner == Owner::step)
			return format_error("to", op.to + ": dies with its step, and what the backdrop "
							  "started beside the runner does not; make " +
							  op.to + " in the backdrop");
		backdrop_beside_runner_ = false;
		KTSTR_TRY(move_payloads(payloads_, op, to->owner));
		to->populated = true;
		return {};
	}
	Cgroup *from = KTSTR_TRY(find(op.from));
	if (from->owner == Owner::backdrop && to->owner == Owner::step)
		return format_error("to", op.to + ": dies with its step, the backdrop's tasks of " +
						  op.from + " do not; make " + op.to +
						  " in the backdrop");
	KTSTR_TRY(move_payloads(payloads_, op, to->owner));
	to->populated = true;
	from->populated = false;
	return {};
}

Result<void> ScenarioState::run(const RunPayload &op)
{
	if (op.cgroup)
		KTSTR_TRY(populate(*op.cgroup));
	else
		backdrop_beside_runner_ = backdrop_beside_runner_ || owner_ == Owner::backdrop;
	Result<void> started = start(op.payload, op.cgroup.value_or(""));
	return started ? Result<void>() : inside("payload", started.error());
}

Result<void> ScenarioState::run(const WaitPayload &op)
{
	return consume(op.name, op.cgroup);
}

Result<void> ScenarioState::run(const KillPayload &op)
{
	return consume(op.name, op.cgroup);
}

Result<void> ScenarioState::run(const FreezeCgroup &op)
{
	KTSTR_TRY(find(op.name))->frozen = true;
	return {};
}

Result<void> ScenarioState::run(const UnfreezeCgroup &op)
{
	Cgroup *cgroup = KTSTR_TRY(find(op.name));

	if (is_frozen(parent_of_cgroup(op.name)))
		return format_error("name", op.name + ": stays frozen with the one above it; thaw that");
	cgroup->frozen = false;
	return {};
}

Result<void> ScenarioState::run(const CaptureCgroupProcs &op)
{
	if (op.tag.empty())
		return format_error("tag", "must not be empty");
	KTSTR_TRY(find(op.name));
	return {};
}

Result<void> ScenarioState::run(const SteerIrq &op)
{
	CpuSet online = online_cpus(topology_);

	if (op.irq.empty())
		return format_error("irq", "must not be empty: a number, or part of a name");
	if (!std::binary_search(online.begin(), online.end(), op.cpu))
		return format_error("cpu", std::to_string(op.cpu) + ": not online after boot");
	return {};
}

} /* namespace ktstr */
