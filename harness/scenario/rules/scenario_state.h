/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ScenarioState: what exists after the ops so far, as known from the scenario itself: cgroups with
 * their owners and cpusets, and payloads. Host and guest refuse an op by the same rules. One
 * thread.
 */
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "harness/scenario/op.h"
#include "harness/scenario/topology/resolve_cpus.h"
#include "vmm/base/result.h"

namespace ktstr {

class ScenarioState {
public:
	enum class Owner { backdrop, step };

	struct Cgroup {
		Owner owner;
		std::optional<CpuSet> cpuset; /* its own; nothing: its parent's */
		bool populated = false;	      /* has had workers or a payload */
		bool frozen = false;	      /* itself, regardless of its parents */
	};

	explicit ScenarioState(const Topology &topology) : topology_(topology) {}

	/** Everything created from now on belongs to @owner. */
	void begin(Owner owner) { owner_ = owner; }
	/**
	 * The current place in the scenario, for errors: "scenario.steps[1].ops[0].". Like
	 * check_exit_codes(), only the host calls this: the guest relies on the host's check.
	 */
	void set_where(std::string where) { where_ = std::move(where); }
	/**
	 * Error: a program that ends with @least (with the backdrop, all do) has an expected exit
	 * code, but nothing waited for it.
	 */
	Result<void> check_exit_codes(Owner least) const;
	/** Removes everything that the step created, including running payloads. */
	void end_step();

	Result<void> add(const CgroupDef &def);
	Result<void> apply(const Op &op);
	/** Whether any worker was declared. */
	bool has_workers() const { return has_workers_; }

	const std::map<std::string, Cgroup> &cgroups() const { return cgroups_; }
	/** Whether the cgroup or a parent is frozen. */
	bool is_frozen(const std::string &cgroup) const;
	/** The CPUs that its workers may use; "": all. */
	CpuSet allowed(const std::string &cgroup) const;

private:
	struct StartedPayload {
		Owner owner;
		bool running;
		int32_t exit_code;
		std::string where;
	};
	using PayloadKey = std::pair<std::string, std::string>; /* name, cgroup */

	/** The rule for one op, in scenario_ops.cpp; an op without a rule does not compile. */
	template <typename OneOp>
	Result<void> run(const OneOp &op) = delete;

	Result<void> make(const std::string &name);
	/** Workers or a program are added to the cgroup, which the op's @field names. */
	Result<void> populate(const std::string &name, const char *field = "name");
	Result<Cgroup *> find(const std::string &name, const char *field = "name");
	bool runs_payload(const std::string &cgroup) const;
	Result<void> start(const Payload &payload, const std::string &cgroup);
	Result<StartedPayload *> consume(const std::string &name,
					 const std::optional<std::string> &cgroup);
	/** Error: the program has an expected exit code but is about to be killed. */
	static Result<void> check_exit_code(const std::string &name, const StartedPayload &run);

	const Topology &topology_;
	Owner owner_ = Owner::backdrop;
	std::string where_;
	std::map<std::string, Cgroup> cgroups_;
	std::set<std::string> gone_; /* cgroups of steps that ended */
	std::map<PayloadKey, StartedPayload> payloads_;
	bool has_workers_ = false;
	bool backdrop_beside_runner_ = false; /* the backdrop started something without a cgroup */
};

} /* namespace ktstr */
