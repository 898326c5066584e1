/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stage: everything in a scenario that exists at a moment (cgroups, teams of workers, programs) and
 * the ops that change it. Removes things in the reverse order of their creation. Owned by the
 * executor, on its only thread.
 *
 * ScenarioState decides what an op may do, as it did on the host; the Stage does it.
 */
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/scenario/rules/scenario_state.h"
#include "harness/wire/job.h"
#include "harness/wire/measurement_writer.h"
#include "init/scenario/cgroup_fs.h"
#include "init/scenario/payload_run.h"
#include "init/scenario/worker_team.h"

namespace ktstr {

class Stage {
public:
	using Owner = ScenarioState::Owner;

	/** Sends programs that have ended to @writer. Owns neither @job nor @writer. */
	Stage(const Job &job, MeasurementWriter &writer, CgroupFs cgroups = CgroupFs());

	/** Makes the scenario's own cgroup. */
	Result<void> open();
	/** @owner owns all that is created from now on. @where is for messages: "step 2 (swap)". */
	void begin(Owner owner, const std::string &where);
	/** Creates all of @defs, then starts their workers together. */
	Result<void> set_up(const std::vector<CgroupDef> &defs);
	Result<void> apply(const Op &op);
	/** Removes everything that the step created. Continues after failures. */
	void end_step(std::vector<std::string> *problems) { take_down(Owner::step, problems); }
	/** Removes everything, including the scenario's own cgroup. */
	void close(std::vector<std::string> *problems);

	/** Why a worker has stopped working; empty: all work. */
	std::string failure();
	/** Passes on the programs' output and sleeps briefly. */
	void breathe();
	/** Calls breathe() until @done or CLOCK_BOOTTIME is @deadline; returns done(). */
	bool wait_until_ns(uint64_t deadline, const std::function<bool()> &done);
	/** The same for at most @ms, stretched. */
	bool wait_until(uint32_t ms, const std::function<bool()> &done);

	void begin_window();
	/** Measures teams and cgroups since begin_window(). */
	void end_window(Window *window) const;
	/** Where the runnable workers are now. */
	RunnableSample look_at_runnable() const;

private:
	struct CgroupCounts {
		std::optional<uint64_t> pressure_us;
		std::optional<uint64_t> periods;
		std::optional<uint64_t> throttled;
	};
	/** Something that exists: a cgroup's name, a team or a program. */
	struct Item {
		Owner owner;
		std::string cgroup = {};
		std::unique_ptr<WorkerTeam> team = {};
		std::unique_ptr<PayloadRun> payload = {};
	};
	using Items = std::list<Item>;

	Result<void> make(const CgroupDef &def);
	Result<void> write_cpuset(const std::string &name);
	Result<void> change_cpusets(const std::vector<std::string> &names);
	Result<void> spawn(const std::optional<std::string> &cgroup, const WorkSpec &work,
			   const CgroupDef *def);
	Result<void> run_payload(const Payload &payload, const std::string &cgroup,
				 const CgroupDef *def);
	Items::iterator find_payload(const std::string &name,
				     const std::optional<std::string> &cgroup);
	/** Whether @cgroup is @ancestor or below it. */
	static bool is_in(const std::string &cgroup, const std::string &ancestor)
	{
		return cgroup == ancestor || cgroup.starts_with(ancestor + "/");
	}
	/** The teams whose workers are in @cgroup or below it. */
	std::vector<WorkerTeam *> teams_in(const std::string &cgroup);
	void allow_by_cpusets();
	void release();
	void remember_cgroup(const std::string &name) { items_.push_back({owner_, name, {}, {}}); }

	/** Runs one op, in stage_ops.cpp; an op without an implementation does not compile. */
	template <typename OneOp>
	Result<void> run(const OneOp &op) = delete;

	Result<void> wait_frozen(const std::string &name, bool frozen);
	/** Tells teams whether they are in a frozen cgroup. */
	void mark_frozen();
	Result<void> set_frozen(const std::string &name, bool frozen);
	std::vector<pid_t> tasks_to_move(const std::string &from) const;
	/** Moves all tasks; after an error, moves those back that it has moved. */
	Result<void> move_tasks(const std::string &from, const std::string &to);
	CgroupCounts count(const std::string &name) const;
	std::string end(Item &item);
	void take_down(Owner least, std::vector<std::string> *problems);

	const Job &job_;
	MeasurementWriter &writer_;
	CgroupFs cgroups_;
	ScenarioState state_;
	Owner owner_ = Owner::backdrop;
	std::string where_;
	bool open_ = false;
	bool is_stuck_ = false; /* some process does not die */
	uint32_t teams_made_ = 0;
	WorkDevices devices_;
	Items items_;					/* in the order of creation */
	std::vector<WorkerTeam *> waiting_;		/* at their barrier */
	std::map<std::string, CgroupCounts> baselines_; /* by cgroup, at the start of the window */
	uint64_t window_begin_ns_ = 0;
};

} /* namespace ktstr */
