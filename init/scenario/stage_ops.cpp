/* SPDX-License-Identifier: GPL-2.0 */
/* The ops of a Stage. Each runs after ScenarioState has accepted it and has the new state. */
#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "init/proc_stats.h"
#include "init/scenario/irq.h"
#include "init/scenario/stage.h"

namespace ktstr {

namespace {

constexpr uint32_t kFreezeMs = 5000;
constexpr unsigned kMoveRounds = 100; /* tasks forked during a round are moved in the next */

} /* namespace */

template <>
Result<void> Stage::run(const AddCgroup &op)
{
	KTSTR_TRY(cgroups_.make(op.name));
	remember_cgroup(op.name);
	return {};
}

template <>
Result<void> Stage::run(const AddCgroupDef &op)
{
	return make(op.def);
}

template <>
Result<void> Stage::run(const RemoveCgroup &op)
{
	for (auto it = items_.end(); it != items_.begin();) {
		--it;
		const std::string &where = it->team	 ? it->team->cgroup
					   : it->payload ? it->payload->cgroup
							 : it->cgroup;
		if (where.empty() || !is_in(where, op.name))
			continue;
		std::string problem = end(*it);
		it = items_.erase(it);
		if (!problem.empty())
			return format_error("", problem);
	}
	return {};
}

template <>
Result<void> Stage::run(const SetCpuset &op)
{
	return change_cpusets({op.name});
}

template <>
Result<void> Stage::run(const ClearCpuset &op)
{
	return change_cpusets({op.name});
}

template <>
Result<void> Stage::run(const SwapCpusets &op)
{
	return change_cpusets({op.first, op.second});
}

template <>
Result<void> Stage::run(const Spawn &op)
{
	return spawn(op.cgroup, op.work, nullptr);
}

template <>
Result<void> Stage::run(const StopCgroup &op)
{
	for (auto it = items_.begin(); it != items_.end();) {
		if (!it->team || !is_in(it->team->cgroup, op.name)) {
			++it;
			continue;
		}
		std::string problem = end(*it);
		it = items_.erase(it);
		if (!problem.empty())
			return format_error("", problem);
	}
	return {};
}

template <>
Result<void> Stage::run(const SetAffinity &op)
{
	bool inherits = std::holds_alternative<InheritAffinity>(op.affinity);

	for (WorkerTeam *team : teams_in(op.name)) {
		unsigned workers = unsigned(team->pids().size());
		std::vector<CpuSet> sets = KTSTR_TRY(resolve_affinity(op.affinity, job_.topology,
								      state_.allowed(team->cgroup),
								      workers, job_.seed));

		/* The kernel limits the affinity to the cpuset but remembers the full mask. */
		for (unsigned worker = 0; worker < workers; worker++)
			KTSTR_TRY(team->set_affinity(worker, inherits ? CpuSet() : sets[worker],
						     online_cpus(job_.topology)));
	}
	allow_by_cpusets();
	return {};
}

std::vector<pid_t> Stage::tasks_to_move(const std::string &from) const
{
	std::vector<pid_t> pids;

	if (!from.empty()) {
		bool has_children = std::any_of(
			state_.cgroups().begin(), state_.cgroups().end(),
			[&](const auto &entry) { return entry.first.starts_with(from + "/"); });
		/* Include tasks in child cgroups that a worker has made for itself. */
		return cgroups_.processes(from, !has_children);
	}
	for (const Item &item : items_) {
		if (item.team && item.team->cgroup.empty())
			pids.insert(pids.end(), item.team->pids().begin(), item.team->pids().end());
		if (item.payload && item.payload->cgroup.empty() && !item.payload->ended())
			pids.push_back(item.payload->pid());
	}
	return pids;
}

Result<void> Stage::move_tasks(const std::string &from, const std::string &to)
{
	std::vector<pid_t> moved;

	for (unsigned round = 0; round < kMoveRounds; round++) {
		std::vector<pid_t> pids = tasks_to_move(from);

		for (pid_t pid : pids) {
			Result<void> result = cgroups_.move(pid, to);

			if (result || result.error().code == ESRCH) {
				moved.push_back(pid);
				continue;
			}
			for (pid_t back : moved)
				(void)cgroups_.move(back, from).ok();
			return result;
		}
		if (pids.empty() || from.empty())
			return {};
		/* Exiting tasks are listed until they are gone. */
		breathe();
	}
	return format_error("its tasks fork faster than they can be moved", from);
}

template <>
Result<void> Stage::run(const MoveAllTasks &op)
{
	KTSTR_TRY(move_tasks(op.from, op.to));
	const ScenarioState::Cgroup &target = state_.cgroups().at(op.to);
	for (auto it = items_.begin(); it != items_.end();) {
		auto here = it++;
		std::string *where = here->team	     ? &here->team->cgroup
				     : here->payload ? &here->payload->cgroup
						     : nullptr;
		if (!where || *where != op.from)
			continue;
		*where = op.to;
		if (target.owner == Owner::backdrop)
			here->owner = Owner::backdrop;
		/* The cgroup may be newer than the item but must be removed after it. */
		items_.splice(items_.end(), items_, here);
	}
	allow_by_cpusets();
	mark_frozen();
	return state_.is_frozen(op.to) ? wait_frozen(op.to, true) : Result<void>();
}

template <>
Result<void> Stage::run(const RunPayload &op)
{
	return run_payload(op.payload, op.cgroup.value_or(""), nullptr);
}

Stage::Items::iterator Stage::find_payload(const std::string &name,
					   const std::optional<std::string> &cgroup)
{
	return std::find_if(items_.begin(), items_.end(), [&](const Item &item) {
		return item.payload && item.payload->name() == name &&
		       (!cgroup || item.payload->cgroup == *cgroup);
	});
}

template <>
Result<void> Stage::run(const WaitPayload &op)
{
	auto item = find_payload(op.name, op.cgroup);
	constexpr uint32_t kForeverMs = 3600000; /* the case's deadline expires first */

	if (item == items_.end())
		return format_error("no such program runs", op.name);
	if (!wait_until(op.timeout_ms ? op.timeout_ms : kForeverMs,
			[&] { return item->payload->ended(); }))
		return format_error("the program did not end",
				    op.name + " in " + std::to_string(op.timeout_ms) +
					    " ms: " + describe_stuck(item->payload->pid()));
	writer_.program(item->payload->run(where_));
	items_.erase(item);
	return {};
}

template <>
Result<void> Stage::run(const KillPayload &op)
{
	auto item = find_payload(op.name, op.cgroup);

	if (item == items_.end())
		return format_error("no such program runs", op.name);
	std::string problem = end(*item);
	items_.erase(item);
	return problem.empty() ? Result<void>() : format_error("", problem);
}

Result<void> Stage::wait_frozen(const std::string &name, bool frozen)
{
	bool done = wait_until(kFreezeMs, [&] {
		std::string events = cgroups_.read(name, "cgroup.events").value_or("");
		return keyed_value(events, "frozen") == uint64_t(frozen);
	});

	if (!done)
		return format_error(
			frozen ? "the cgroup does not freeze" : "the cgroup does not thaw", name);
	return {};
}

void Stage::mark_frozen()
{
	for (Item &item : items_)
		if (item.team)
			item.team->frozen = state_.is_frozen(item.team->cgroup);
}

Result<void> Stage::set_frozen(const std::string &name, bool frozen)
{
	KTSTR_TRY(cgroups_.write(name, "cgroup.freeze", frozen ? "1" : "0"));
	KTSTR_TRY(wait_frozen(name, frozen));
	mark_frozen();
	return {};
}

template <>
Result<void> Stage::run(const FreezeCgroup &op)
{
	return set_frozen(op.name, true);
}

template <>
Result<void> Stage::run(const UnfreezeCgroup &op)
{
	return set_frozen(op.name, false);
}

template <>
Result<void> Stage::run(const CaptureCgroupProcs &op)
{
	const char *file = op.threads ? "cgroup.threads" : "cgroup.procs";
	std::optional<std::string> text = cgroups_.read(op.name, file);

	if (!text)
		return errno_error("read", op.name + "/" + file);
	std::replace(text->begin(), text->end(), '\n', ' ');
	printf("captured %s (%s of %s): %s\n", op.tag.c_str(), file, op.name.c_str(),
	       text->c_str());
	fflush(stdout);
	return {};
}

template <>
Result<void> Stage::run(const SteerIrq &op)
{
	return steer_irqs(op.irq, op.cpu);
}

/* Comes last: the specialisations above must be declared before they are used. */
Result<void> Stage::apply(const Op &op)
{
	KTSTR_TRY(state_.apply(op));
	Result<void> done =
		std::visit([this](const auto &one) -> Result<void> { return run(one); }, op);
	release();
	return done;
}

} /* namespace ktstr */
