/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ScenarioState: what a scenario has made by some op of it, as far as the scenario itself tells:
 * its cgroups with their owners and cpusets, and its payloads. Host and guest refuse an op by the
 * same rules. One thread.
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
		bool populated = false;	      /* had workers or a payload put into it */
		bool frozen = false;	      /* itself, whatever those above it are */
	};

	explicit ScenarioState(const Topology &topology) : topology_(topology) {}

	/** What is made from here on is this one's. */
	void begin(Owner owner) { owner_ = owner; }
	/** Where in the scenario that is, for errors: "steps[1].ops[0] (RunPayload): ". The host's
	 * alone, as is check_exit_codes(): the guest does what the host has let pass. */
	void set_where(std::string where) { where_ = std::move(where); }
	/** Error: a program that goes with this one (with the backdrop, all do) has an exit code to end
	 *  with, and nobody waited for it. */
	Result<void> check_exit_codes(Owner least) const;
	/** All that the step made goes; what it left running of payloads too. */
	void end_step();

	Result<void> add(const CgroupDef &def);
	Result<void> apply(const Op &op);
	/** Any worker was declared. */
	bool has_workers() const { return has_workers_; }

	const std::map<std::string, Cgroup> &cgroups() const { return cgroups_; }
	/** It, or one above it, is. */
	bool is_frozen(const std::string &cgroup) const;
	/** The CPUs that workers of it may use; "": all. */
	CpuSet allowed(const std::string &cgroup) const;

private:
	struct StartedPayload {
		Owner owner;
		bool running;
		int32_t exit_code;
		std::string where;
	};
	using PayloadKey = std::pair<std::string, std::string>; /* name, cgroup */

	/** The rule of one op, in scenario_ops.cpp; an op without one does not compile. */
	template <typename OneOp>
	Result<void> run(const OneOp &op) = delete;

	Result<void> make(const std::string &name);
	/** Workers or a program come into it. */
	Result<void> populate(const std::string &name);
	Result<Cgroup *> find(const std::string &name);
	bool runs_payload(const std::string &cgroup) const;
	Result<void> start(const Payload &payload, const std::string &cgroup);
	Result<StartedPayload *> consume(const std::string &name,
					 const std::optional<std::string> &cgroup);
	/** Error: it has one to end with, and is about to be killed. */
	static Result<void> check_exit_code(const std::string &name, const StartedPayload &run);

	const Topology &topology_;
	Owner owner_ = Owner::backdrop;
	std::string where_;
	std::map<std::string, Cgroup> cgroups_;
	std::set<std::string> gone_; /* of steps that ended */
	std::map<PayloadKey, StartedPayload> payloads_;
	bool has_workers_ = false;
	bool backdrop_beside_runner_ = false; /* it started something without a cgroup */
};

} /* namespace ktstr */
