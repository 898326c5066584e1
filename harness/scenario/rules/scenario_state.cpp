/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_state.h"

#include <algorithm>

#include "harness/scenario/rules/scenario_error.h"
#include "harness/scenario/rules/work_check.h"

namespace ktstr {

namespace {

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
		/*
		 * A cpuset that shares no CPU with the parent's falls back to the parent's
		 * (cpuset_update_effective).
		 */
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
		return format_error("name",
				    name + ": already exists; choose another or remove it first");
	std::string parent = parent_of_cgroup(name);
	if (!parent.empty()) {
		auto found = cgroups_.find(parent);
		if (found == cgroups_.end())
			return format_error("name", name + ": there is no " + parent +
							    "; add that first. There are: " +
							    names_of(cgroups_));
		if (found->second.populated)
			return format_error("name",
					    name + ": " + parent +
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

Result<void> ScenarioState::populate(const std::string &name, const char *field)
{
	Cgroup *cgroup = KTSTR_TRY(find(name, field));

	if (is_frozen(name))
		return format_error(
			field, name + ": is frozen, so nothing can start in it; thaw it first");
	for (const auto &[other, unused] : cgroups_) {
		if (other.starts_with(name + "/"))
			return format_error(field,
					    name + ": has a child, " + other +
						    ", and a cgroup with controllers has either "
						    "those or workers");
	}
	cgroup->populated = true;
	return {};
}

Result<ScenarioState::Cgroup *> ScenarioState::find(const std::string &name, const char *field)
{
	auto found = cgroups_.find(name);

	if (found == cgroups_.end() && gone_.contains(name))
		return format_error(field, name + ": it was a step's and ended with that; what "
						  "several steps use belongs in the backdrop");
	if (found == cgroups_.end())
		return format_error(field, "\"" + name + "\": no such cgroup; there are: " +
						   names_of(cgroups_));
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
	auto [at, is_new] = payloads_.try_emplace({payload.name, cgroup}, StartedPayload{});
	if (!is_new && at->second.running)
		return format_error("name", payload.name + ": runs already" +
						    (cgroup.empty() ? "" : " in " + cgroup) +
						    "; wait for it, kill it, or use another name");
	at->second = {owner_, true, payload.exit_code, where_};
	return {};
}

Result<ScenarioState::StartedPayload *>
ScenarioState::consume(const std::string &name, const std::optional<std::string> &cgroup)
{
	StartedPayload *found = nullptr;
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
		return format_error("name",
				    name + (known ? ": has been waited for or killed already"
						  : ": was never started"));
	found->running = false;
	return found;
}

/* 0 is the default, so it does not count as an expected exit code. */
Result<void> ScenarioState::check_exit_code(const std::string &name, const StartedPayload &run)
{
	if (run.exit_code == 0)
		return {};
	return format_error("", run.where + "payload.exit_code: " + name + " must end with " +
					std::to_string(run.exit_code) +
					", which is only checked if it ends by itself; wait for "
					"it with WaitPayload");
}

Result<void> ScenarioState::check_exit_codes(Owner least) const
{
	for (const auto &[key, run] : payloads_) {
		if (run.running && (least == Owner::backdrop || run.owner == Owner::step))
			KTSTR_TRY(check_exit_code(key.first, run));
	}
	return {};
}

void ScenarioState::end_step()
{
	for (const auto &[name, cgroup] : cgroups_)
		if (cgroup.owner == Owner::step)
			gone_.insert(name);
	std::erase_if(cgroups_,
		      [](const auto &entry) { return entry.second.owner == Owner::step; });
	std::erase_if(payloads_,
		      [](const auto &entry) { return entry.second.owner == Owner::step; });
}

bool ScenarioState::runs_payload(const std::string &cgroup) const
{
	return std::any_of(payloads_.begin(), payloads_.end(), [&cgroup](const auto &entry) {
		return entry.first.second == cgroup && entry.second.running;
	});
}

} /* namespace ktstr */
