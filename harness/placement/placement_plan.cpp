/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/placement_plan.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "harness/placement/core_pool.h"

namespace ktstr {

namespace {

using LlcFit = CorePool::LlcFit;

/*
 * From the strictest rules to the loosest: caches matter more than siblings, siblings more than
 * nodes.
 */
struct Rules {
	LlcFit llcs;
	bool whole_cores;
	bool own_nodes; /* each guest node has a host node of its own */
};

constexpr Rules kRules[] = {
	{LlcFit::own, true, true},    {LlcFit::own, true, false},    {LlcFit::own, false, true},
	{LlcFit::own, false, false},  {LlcFit::shared, true, false}, {LlcFit::shared, false, false},
	{LlcFit::split, true, false}, {LlcFit::split, false, false},
};

/* One guest LLC and its first vCPU. */
struct GuestLlc {
	unsigned cores;
	unsigned first_vcpu;
};

struct GuestNode {
	unsigned node;
	unsigned cpus = 0;
	std::vector<GuestLlc> llcs = {}; /* largest first */
};

/* Largest first: it has the fewest choices. */
std::vector<GuestNode> guest_nodes(const Topology &topology)
{
	std::vector<GuestNode> nodes;
	unsigned llc = 0, vcpu = 0;

	for (unsigned node = 0; node < topology.numa_nodes; node++) {
		nodes.push_back({node});
		for (unsigned i = 0; i < topology.node_llc_count(node); i++, llc++) {
			unsigned cores = topology.llc_core_count(llc);

			nodes.back().llcs.push_back({cores, vcpu});
			vcpu += cores * topology.threads_per_core;
			nodes.back().cpus += cores * topology.threads_per_core;
		}
		std::sort(nodes.back().llcs.begin(), nodes.back().llcs.end(),
			  [](const GuestLlc &a, const GuestLlc &b) {
				  return std::tie(b.cores, a.first_vcpu) <
					 std::tie(a.cores, b.first_vcpu);
			  });
	}
	std::sort(nodes.begin(), nodes.end(), [](const GuestNode &a, const GuestNode &b) {
		return std::tie(b.cpus, a.node) < std::tie(a.cpus, b.node);
	});
	return nodes;
}

/* One attempt under one set of rules. */
class Attempt {
public:
	Attempt(const Topology &topology, const HostTopology &host, const Rules &rules)
		: topology_(topology), rules_(rules), pool_(host), cpus_(topology.cpus()),
		  nodes_(topology.nodes(), -1)
	{
		for (const HostCpu &cpu : host.cpus)
			host_nodes_[cpu.node]++;
	}

	bool run()
	{
		std::vector<GuestNode> nodes = guest_nodes(topology_);

		return std::all_of(nodes.begin(), nodes.end(),
				   [this](const GuestNode &node) { return place(node); });
	}

	std::vector<unsigned> cpus() { return std::move(cpus_); }
	std::vector<int> nodes() { return std::move(nodes_); }

private:
	bool place(const GuestNode &node)
	{
		for (unsigned host_node : candidates()) {
			if (!place_within(node, host_node))
				continue;
			used_nodes_.insert(host_node);
			nodes_[node.node] = int(host_node);
			return true;
		}
		return !rules_.own_nodes && place_within(node, std::nullopt);
	}

	/* Unused nodes first, smallest first. */
	std::vector<unsigned> candidates() const
	{
		std::vector<unsigned> order;

		for (const auto &[host_node, cpus] : host_nodes_) {
			if (!rules_.own_nodes || !used_nodes_.contains(host_node))
				order.push_back(host_node);
		}
		std::sort(order.begin(), order.end(), [this](unsigned a, unsigned b) {
			return std::tuple(used_nodes_.contains(a), host_nodes_.at(a), a) <
			       std::tuple(used_nodes_.contains(b), host_nodes_.at(b), b);
		});
		return order;
	}

	bool place_within(const GuestNode &node, std::optional<unsigned> host_node)
	{
		CorePool pool = pool_;

		for (const GuestLlc &llc : node.llcs) {
			std::optional<std::vector<unsigned>> cpus =
				pool.take_llc(host_node, llc.cores, topology_.threads_per_core,
					      rules_.llcs, rules_.whole_cores);

			if (!cpus)
				return false;
			std::copy(cpus->begin(), cpus->end(), cpus_.begin() + llc.first_vcpu);
		}
		pool_ = std::move(pool);
		return true;
	}

	const Topology &topology_;
	const Rules &rules_;
	CorePool pool_;
	std::map<unsigned, unsigned> host_nodes_; /* host node to its number of CPUs */
	std::set<unsigned> used_nodes_;
	std::vector<unsigned> cpus_;
	std::vector<int> nodes_;
};

/* Maps guest parts to host parts of one kind. */
class Overlap {
public:
	void add(unsigned guest, unsigned host)
	{
		hosts_[guest].insert(host);
		guests_[host].insert(guest);
	}
	bool split() const { return any_above_one(hosts_); }
	bool shared() const { return any_above_one(guests_); }
	std::string counts() const
	{
		return std::to_string(hosts_.size()) + " on " + std::to_string(guests_.size());
	}

private:
	using Sets = std::map<unsigned, std::set<unsigned>>;

	static bool any_above_one(const Sets &sets)
	{
		return std::any_of(sets.begin(), sets.end(),
				   [](const auto &entry) { return entry.second.size() > 1; });
	}

	Sets hosts_;
	Sets guests_;
};

std::vector<std::string> mismatches(const Topology &topology, const HostTopology &host,
				    const std::vector<unsigned> &cpus)
{
	std::map<unsigned, HostCpu> by_number;
	std::vector<CpuPlace> places = cpu_places(topology);
	std::vector<std::string> notes;
	Overlap cores, llcs, nodes;

	for (const HostCpu &cpu : host.cpus)
		by_number.emplace(cpu.cpu, cpu);
	for (size_t i = 0; i < places.size(); i++) {
		const HostCpu &cpu = by_number.at(cpus[i]);

		cores.add(places[i].core, cpu.core);
		llcs.add(places[i].llc, cpu.llc);
		nodes.add(places[i].node, cpu.node);
	}
	if (llcs.split())
		notes.push_back("guest LLCs span host LLCs (" + llcs.counts() + ")");
	else if (llcs.shared())
		notes.push_back("guest LLCs share host LLCs (" + llcs.counts() + ")");
	if (cores.split())
		notes.push_back("guest SMT siblings are not siblings on the host");
	else if (cores.shared())
		notes.push_back("guest cores are SMT siblings on the host (" + cores.counts() +
				")");
	if (nodes.split())
		notes.push_back("guest NUMA nodes span host nodes (" + nodes.counts() + ")");
	else if (nodes.shared())
		notes.push_back("guest NUMA nodes share host nodes (" + nodes.counts() + ")");
	return notes;
}

std::vector<unsigned> used_llcs(const HostTopology &host, const std::vector<unsigned> &cpus)
{
	std::set<unsigned> names;

	for (const HostCpu &cpu : host.cpus) {
		if (std::find(cpus.begin(), cpus.end(), cpu.cpu) != cpus.end())
			names.insert(cpu.llc);
	}
	return {names.begin(), names.end()};
}

/* Guest nodes without CPUs take the remaining host nodes. */
void place_memory_nodes(const Topology &topology, const HostTopology &host, std::vector<int> *nodes)
{
	for (unsigned node = topology.numa_nodes; node < topology.nodes(); node++) {
		for (const HostNode &candidate : host.nodes) {
			int number = int(candidate.node);

			if (std::find(nodes->begin(), nodes->end(), number) != nodes->end())
				continue;
			(*nodes)[node] = number;
			break;
		}
	}
}

std::string plural(size_t count, const char *what)
{
	return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

} /* namespace */

PlacementPlan plan_placement(const Topology &topology, const HostTopology &host)
{
	PlacementPlan plan;

	plan.nodes.assign(topology.nodes(), -1);
	if (topology.cpus() > host.cpus.size()) {
		plan.notes.push_back("not pinned: " + plural(topology.cpus(), "vCPU") + ", " +
				     plural(host.cpus.size(), "host CPU"));
		return plan;
	}
	std::optional<Attempt> attempt;
	for (const Rules &rules : kRules) {
		attempt.emplace(topology, host, rules);
		if (attempt->run())
			break;
		plan.rank++;
	}
	/* The loosest rules only need one CPU per vCPU. */
	KTSTR_ASSERT(plan.rank < std::size(kRules));
	plan.cpus = attempt->cpus();
	plan.notes = mismatches(topology, host, plan.cpus);
	plan.llcs = used_llcs(host, plan.cpus);
	/* With one node there is nothing to choose, and without NUMA the kernel has no mbind(). */
	if (host.nodes.size() > 1) {
		plan.nodes = attempt->nodes();
		place_memory_nodes(topology, host, &plan.nodes);
	}
	return plan;
}

std::string lack_of_huge_pages(const std::vector<uint64_t> &node_memory,
			       const std::vector<int> &nodes, const HostTopology &host)
{
	constexpr uint64_t kPage = 2ull << 20;
	std::map<int, uint64_t> wanted, free; /* -1: all nodes together */
	auto complaint = [](uint64_t have, uint64_t want, const std::string &where) {
		return "no huge pages: " + std::to_string(want) + " of 2 MiB needed" + where +
		       ", " + std::to_string(have) + " free";
	};

	for (const HostNode &node : host.nodes) {
		free[int(node.node)] = node.free_huge_pages;
		free[-1] += node.free_huge_pages;
	}
	for (size_t i = 0; i < node_memory.size(); i++) {
		uint64_t pages = (node_memory[i] + kPage - 1) / kPage;

		if (i < nodes.size() && nodes[i] >= 0)
			wanted[nodes[i]] += pages;
		wanted[-1] += pages;
	}
	if (free[-1] < wanted[-1])
		return complaint(free[-1], wanted[-1], "");
	for (const auto &[node, pages] : wanted) {
		if (free[node] < pages)
			return complaint(free[node], pages,
					 " in host node " + std::to_string(node));
	}
	return {};
}

} /* namespace ktstr */
