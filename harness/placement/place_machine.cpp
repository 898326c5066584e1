/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/place_machine.h"

#include <algorithm>

#include "harness/placement/host_topology.h"
#include "harness/placement/placement_plan.h"
#include "harness/scenario/topology/cpu_list.h"

namespace ktstr {

namespace {

Result<HostTopology> read_host(const std::string &sysfs)
{
	return read_host_topology(sysfs, KTSTR_TRY(allowed_cpus()));
}

/*
 * Reserves free LLCs if they allow as good a plan as an idle host would: the placement of a run
 * must not change what it measures. Unpinned vCPUs run everywhere and so take every LLC.
 */
Result<LlcReservation> reserve(const PlaceRequest &request, const HostTopology &host,
			       PlacementPlan *plan)
{
	UniqueFd folder = KTSTR_TRY(open_lock_folder(request.lock_bases));
	LlcReservation::Request wanted;
	unsigned rank = plan->rank;

	wanted.llcs = host.llcs();
	wanted.choose =
		[&,
		 rank](const std::vector<unsigned> &free) -> std::optional<std::vector<unsigned>> {
		if (plan->cpus.empty()) {
			plan->llcs = wanted.llcs;
			return free == wanted.llcs ? std::optional(free) : std::nullopt;
		}
		PlacementPlan now = plan_placement(request.topology, host.limited_to(free));

		if (now.cpus.empty() || now.rank > rank)
			return std::nullopt;
		*plan = std::move(now);
		return plan->llcs;
	};
	wanted.deadline = std::chrono::steady_clock::now() + request.wait;
	wanted.say = request.say;
	return LlcReservation::make(folder, wanted);
}

std::string summarise(const PlacementPlan &plan)
{
	std::string text = "vCPUs ";
	std::vector<unsigned> nodes;

	text += plan.cpus.empty() ? "on any host CPU" : "in order on host CPUs ";
	for (size_t i = 0; i < plan.cpus.size(); i++)
		text += (i ? "," : "") + std::to_string(plan.cpus[i]);
	for (int node : plan.nodes) {
		if (node >= 0)
			nodes.push_back(unsigned(node));
	}
	text += "; host LLCs of CPUs " + cpu_list_text(plan.llcs);
	if (!nodes.empty())
		text += "; memory of host nodes " + cpu_list_text(nodes);
	return text;
}

/* Other machines may be pinned to any CPU without knowing of this one. */
PlacementPlan unreserved(const PlacementPlan &plan, const Error &error)
{
	PlacementPlan none;

	none.nodes.assign(plan.nodes.size(), -1);
	if (plan.cpus.empty())
		none.notes = plan.notes;
	none.notes.push_back((plan.cpus.empty() ? "cannot reserve host LLCs: "
						: "not pinned, cannot reserve host LLCs: ") +
			     error.to_string());
	return none;
}

} /* namespace */

Result<PlacedMachine> place_machine(const PlaceRequest &request)
{
	PlacedMachine placed;
	Result<HostTopology> host = read_host(request.sysfs);

	if (!host.ok()) {
		placed.notes.push_back("not pinned: " + host.error().to_string());
		return placed;
	}
	PlacementPlan plan = plan_placement(request.topology, host.value());
	Result<LlcReservation> reservation = reserve(request, host.value(), &plan);
	if (reservation.ok()) {
		placed.reservation = std::move(reservation).value();
		placed.summary = summarise(plan);
	} else if (reservation.error().code == ETIMEDOUT) {
		return reservation.error();
	} else {
		plan = unreserved(plan, reservation.error());
	}
	placed.notes = plan.notes;
	std::string lack = lack_of_huge_pages(request.node_memory, plan.nodes, host.value());
	if (!lack.empty())
		placed.notes.push_back(lack);
	placed.placement.vcpu_cpus = std::move(plan.cpus);
	placed.placement.node_hosts = std::move(plan.nodes);
	placed.placement.huge_pages = lack.empty();
	return placed;
}

unsigned host_llc_count()
{
	Result<HostTopology> host = read_host("/sys");

	return host.ok() ? unsigned(host.value().llcs().size()) : 1;
}

} /* namespace ktstr */
