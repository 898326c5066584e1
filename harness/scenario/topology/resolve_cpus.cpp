/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/topology/resolve_cpus.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "harness/scenario/topology/cpu_list.h"

namespace ktstr {

namespace {

Error no_such(const char *what, unsigned number, unsigned count)
{
	return format_error(what, std::to_string(number) + ", there " +
					  (count == 1 ? "is 1" : "are " + std::to_string(count)) +
					  ", counted from 0");
}

CpuSet cpus_where(const Topology &topology, const std::function<bool(const CpuPlace &)> &wanted)
{
	std::vector<CpuPlace> places = cpu_places(topology);
	CpuSet cpus;

	for (unsigned cpu = 0; cpu < places.size(); cpu++) {
		if (places[cpu].online && wanted(places[cpu]))
			cpus.push_back(cpu);
	}
	return cpus;
}

/* The part of @cpus between fractions @from and @to. */
CpuSet slice(const CpuSet &cpus, double from, double to)
{
	auto at = [&](double fraction) {
		return cpus.begin() + std::lround(fraction * double(cpus.size()));
	};

	return from < to ? CpuSet(at(from), at(to)) : CpuSet();
}

Result<CpuSet> part_of(const CpuSet &cpus, unsigned part, unsigned parts, double overlap)
{
	if (part >= parts)
		return no_such("no part", part, parts);
	double from = double(part) / parts;
	double to = std::min(1.0, (part + 1 + overlap) / parts);
	return slice(cpus, from, to);
}

Result<CpuSet> exact(const std::string &text, const Topology &topology)
{
	CpuSet cpus = KTSTR_TRY(parse_cpu_list(text));
	CpuSet online = online_cpus(topology);

	for (unsigned cpu : cpus) {
		if (cpu >= topology.cpus())
			return no_such("no CPU", cpu, topology.cpus());
		if (!std::binary_search(online.begin(), online.end(), cpu))
			return format_error("offline after boot", "CPU " + std::to_string(cpu));
	}
	return cpus;
}

Result<CpuSet> of_llc(unsigned llc, const Topology &topology)
{
	if (llc >= topology.llcs)
		return no_such("no LLC", llc, topology.llcs);
	return cpus_where(topology, [llc](const CpuPlace &place) { return place.llc == llc; });
}

Result<CpuSet> of_node(unsigned node, const Topology &topology)
{
	if (node >= topology.nodes())
		return no_such("no NUMA node", node, topology.nodes());
	return cpus_where(topology, [node](const CpuPlace &place) { return place.node == node; });
}

struct Resolve {
	const Topology &topology;

	Result<CpuSet> operator()(const AllCpus &) const { return online_cpus(topology); }
	Result<CpuSet> operator()(const LlcCpus &spec) const { return of_llc(spec.llc, topology); }
	Result<CpuSet> operator()(const NodeCpus &spec) const
	{
		return of_node(spec.node, topology);
	}
	Result<CpuSet> operator()(const CpuRange &spec) const
	{
		return slice(online_cpus(topology), spec.from, spec.to);
	}
	Result<CpuSet> operator()(const DisjointCpus &spec) const
	{
		return part_of(online_cpus(topology), spec.part, spec.parts, 0);
	}
	Result<CpuSet> operator()(const OverlappingCpus &spec) const
	{
		return part_of(online_cpus(topology), spec.part, spec.parts, spec.overlap);
	}
	Result<CpuSet> operator()(const ExactCpus &spec) const
	{
		return exact(spec.cpus, topology);
	}
};

/* splitmix64: gives the same numbers everywhere, unlike the distributions of <random>. */
uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

CpuSet random_subset(CpuSet cpus, size_t count, uint64_t seed)
{
	count = std::min(count, cpus.size());
	for (size_t i = 0; i < count; i++)
		std::swap(cpus[i], cpus[i + next_random(&seed) % (cpus.size() - i)]);
	cpus.resize(count);
	std::sort(cpus.begin(), cpus.end());
	return cpus;
}

struct ResolveForWorker {
	const Topology &topology;
	const CpuSet &allowed;
	unsigned worker;
	uint64_t seed;

	Result<CpuSet> operator()(const InheritAffinity &) const { return allowed; }
	Result<CpuSet> operator()(const LlcCpus &spec) const
	{
		return intersection(KTSTR_TRY(of_llc(spec.llc, topology)), allowed);
	}
	Result<CpuSet> operator()(const RandomCpus &spec) const
	{
		uint64_t state = seed + worker;

		return random_subset(allowed, spec.count, next_random(&state));
	}
	Result<CpuSet> operator()(const SingleCpu &) const
	{
		return allowed.empty() ? CpuSet() : CpuSet{allowed[worker % allowed.size()]};
	}
	Result<CpuSet> operator()(const ExactCpus &spec) const
	{
		return intersection(KTSTR_TRY(exact(spec.cpus, topology)), allowed);
	}
};

} /* namespace */

CpuSet online_cpus(const Topology &topology)
{
	return cpus_where(topology, [](const CpuPlace &) { return true; });
}

CpuSet intersection(const CpuSet &one, const CpuSet &other)
{
	CpuSet both;

	std::set_intersection(one.begin(), one.end(), other.begin(), other.end(),
			      std::back_inserter(both));
	return both;
}

Result<CpuSet> resolve_cpus(const CpusetSpec &spec, const Topology &topology)
{
	CpuSet cpus = KTSTR_TRY(std::visit(Resolve{topology}, spec));

	if (cpus.empty())
		return format_error("selects none of the online CPUs",
				    cpu_list_text(online_cpus(topology)));
	return cpus;
}

Result<std::vector<CpuSet>> resolve_affinity(const AffinitySpec &spec, const Topology &topology,
					     const CpuSet &allowed, unsigned workers, uint64_t seed)
{
	std::vector<CpuSet> sets;

	for (unsigned worker = 0; worker < workers; worker++) {
		ResolveForWorker resolve = {topology, allowed, worker, seed};
		CpuSet cpus = KTSTR_TRY(std::visit(resolve, spec));
		if (cpus.empty())
			return format_error("none of the CPUs is in the cpuset",
					    cpu_list_text(allowed));
		sets.push_back(std::move(cpus));
	}
	return sets;
}

} /* namespace ktstr */
