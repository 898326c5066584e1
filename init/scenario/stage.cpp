/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/stage.h"

#include <unistd.h>

#include <algorithm>

#include "harness/scenario/rules/work_check.h"
#include "harness/scenario/topology/cpu_list.h"
#include "init/proc_stats.h"
#include "init/scenario/work_devices.h"
#include "init/sys.h"

namespace ktstr {

namespace {

constexpr useconds_t kBreathUs = 5000;
constexpr uint32_t kReadyMs = 5000; /* for workers to reach their barrier */
constexpr uint32_t kEndMs = 5000;   /* for killed processes and their cgroup to go away */

/* Different for each team, but the same in each run. */
uint64_t team_seed(uint64_t seed, uint32_t team)
{
	return seed * 1000003 + team;
}

} /* namespace */

Stage::Stage(const Job &job, MeasurementWriter &writer, CgroupFs cgroups)
	: job_(job), writer_(writer), cgroups_(std::move(cgroups)), state_(job.topology),
	  devices_(find_work_devices())
{}

Result<void> Stage::open()
{
	KTSTR_TRY(cgroups_.create_base());
	open_ = true;
	return {};
}

void Stage::begin(Owner owner, const std::string &where)
{
	owner_ = owner;
	where_ = where;
	state_.begin(owner);
}

void Stage::breathe()
{
	for (Item &item : items_)
		if (item.payload)
			item.payload->pump();
	usleep(kBreathUs);
}

bool Stage::wait_until_ns(uint64_t deadline, const std::function<bool()> &done)
{
	while (!done()) {
		if (boot_time_ns() >= deadline)
			return false;
		breathe();
	}
	return true;
}

bool Stage::wait_until(uint32_t ms, const std::function<bool()> &done)
{
	return wait_until_ns(boot_time_ns() + job_.time_scale.ns_of_ms(ms), done);
}

std::string Stage::failure()
{
	for (Item &item : items_) {
		std::string failure = item.team ? item.team->failure() : "";

		if (!failure.empty())
			return failure + (item.team->cgroup.empty()
						  ? ""
						  : ", in cgroup " + item.team->cgroup);
	}
	return {};
}

std::vector<WorkerTeam *> Stage::teams_in(const std::string &cgroup)
{
	std::vector<WorkerTeam *> teams;

	for (Item &item : items_)
		if (item.team && is_in(item.team->cgroup, cgroup))
			teams.push_back(item.team.get());
	return teams;
}

void Stage::allow_by_cpusets()
{
	for (Item &item : items_)
		if (item.team)
			item.team->allow(state_.allowed(item.team->cgroup));
}

Result<void> Stage::write_cpuset(const std::string &name)
{
	const std::optional<CpuSet> &cpus = state_.cgroups().at(name).cpuset;

	return cgroups_.write(name, "cpuset.cpus", (cpus ? cpu_list_text(*cpus) : "") + "\n");
}

Result<void> Stage::change_cpusets(const std::vector<std::string> &names)
{
	Result<void> written;

	for (const std::string &name : names)
		if (written)
			written = write_cpuset(name);
	allow_by_cpusets();
	return written;
}

Result<void> Stage::set_up(const std::vector<CgroupDef> &defs)
{
	for (const CgroupDef &def : defs) {
		KTSTR_TRY(state_.add(def));
		KTSTR_TRY(make(def));
	}
	release();
	return {};
}

Result<void> Stage::make(const CgroupDef &def)
{
	KTSTR_TRY(cgroups_.make(def.name));
	remember_cgroup(def.name);
	if (def.cpuset)
		KTSTR_TRY(write_cpuset(def.name));
	KTSTR_TRY(cgroups_.set_limits(def));
	if (def.uid || def.gid)
		KTSTR_TRY(cgroups_.give_to(def.name, def.uid, def.gid));
	for (const WorkSpec &work : def.work)
		KTSTR_TRY(spawn(def.name, work, &def));
	return def.payload ? run_payload(*def.payload, def.name, &def) : Result<void>();
}

Result<void> Stage::spawn(const std::optional<std::string> &cgroup, const WorkSpec &work,
			  const CgroupDef *def)
{
	CpuSet allowed = state_.allowed(cgroup.value_or(""));
	unsigned workers = worker_count(work, allowed.size());
	uint64_t seed = team_seed(job_.seed, teams_made_);
	WorkerStart start;

	start.cgroup_procs = cgroup ? cgroups_.path(*cgroup) + "/cgroup.procs" : "";
	start.policy = work.policy;
	start.memory = work.memory;
	start.nice = work.nice ? work.nice : def ? def->nice : std::nullopt;
	start.uid = def ? def->uid : std::nullopt;
	start.gid = def ? def->gid : std::nullopt;
	std::vector<WorkerStart> starts(workers, start);
	/* Set no affinity for InheritAffinity: it would survive a change of the cpuset. */
	if (!std::holds_alternative<InheritAffinity>(work.affinity)) {
		std::vector<CpuSet> sets = KTSTR_TRY(
			resolve_affinity(work.affinity, job_.topology, allowed, workers, seed));
		for (unsigned worker = 0; worker < workers; worker++)
			starts[worker].cpus = sets[worker];
	}
	std::unique_ptr<TeamWork> team_work =
		KTSTR_TRY(TeamWork::create(work.type, workers, seed, devices_));
	uint64_t deadline = boot_time_ns() + job_.time_scale.ns_of_ms(kReadyMs);
	Item item = {owner_, {}, {}, {}};
	fflush(nullptr);
	item.team = KTSTR_TRY(WorkerTeam::start(std::move(team_work), starts, [&] {
		breathe();
		return boot_time_ns() < deadline;
	}));
	item.team->cgroup = cgroup.value_or("");
	item.team->number = teams_made_++;
	item.team->allow(allowed);
	waiting_.push_back(item.team.get());
	items_.push_back(std::move(item));
	return {};
}

Result<void> Stage::run_payload(const Payload &payload, const std::string &cgroup,
				const CgroupDef *def)
{
	WorkerStart start;
	Item item = {owner_, {}, {}, {}};

	start.cgroup_procs = cgroup.empty() ? "" : cgroups_.path(cgroup) + "/cgroup.procs";
	start.uid = def ? def->uid : std::nullopt;
	start.gid = def ? def->gid : std::nullopt;
	item.payload = KTSTR_TRY(PayloadRun::start(payload, start));
	item.payload->cgroup = cgroup;
	items_.push_back(std::move(item));
	return {};
}

void Stage::release()
{
	for (WorkerTeam *team : waiting_)
		team->release();
	waiting_.clear();
}

std::string Stage::end(Item &item)
{
	/* If a task does not die, its cgroup cannot be removed either, so do not wait again. */
	uint32_t ms = is_stuck_ ? 0 : kEndMs;
	uint64_t deadline = boot_time_ns() + job_.time_scale.ns_of_ms(ms);
	auto wait = [&] {
		breathe();
		return boot_time_ns() < deadline;
	};

	if (item.team) {
		std::erase(waiting_, item.team.get());
		std::string stuck = item.team->stop(wait);
		if (!item.team->cgroup.empty())
			cgroups_.remove_workers_own(item.team->cgroup, item.team->pids());
		is_stuck_ = is_stuck_ || !stuck.empty();
		return stuck.empty() ? "" : "a worker does not die: " + stuck;
	}
	if (item.payload) {
		item.payload->pump();
		item.payload->kill();
		while (!item.payload->ended() && wait())
			item.payload->pump();
		writer_.program(item.payload->run(where_));
		return item.payload->ended()
			       ? ""
			       : "a program does not die: " + describe_stuck(item.payload->pid());
	}
	Result<void> removed = cgroups_.remove(item.cgroup, wait);
	return removed ? "" : removed.error().to_string();
}

void Stage::take_down(Owner least, std::vector<std::string> *problems)
{
	for (auto it = items_.end(); it != items_.begin();) {
		--it;
		if (least == Owner::step && it->owner != Owner::step)
			continue;
		std::string problem = end(*it);
		if (!problem.empty())
			problems->push_back(where_ + ": " + problem);
		it = items_.erase(it);
	}
	state_.end_step();
}

void Stage::close(std::vector<std::string> *problems)
{
	take_down(Owner::backdrop, problems);
	/* Leftovers in the cgroup are reported by check nothing_left. */
	if (open_ && rmdir(cgroups_.path("").c_str()) < 0 && errno != EBUSY && errno != ENOTEMPTY)
		problems->push_back(
			errno_error("remove the scenario's cgroup", cgroups_.path("")).to_string());
}

} /* namespace ktstr */
