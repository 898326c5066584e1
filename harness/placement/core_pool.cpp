/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/core_pool.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ktstr {

CorePool::CorePool(const HostTopology &host)
{
	const HostCpu *last = nullptr;

	for (const HostCpu &cpu : host.cpus) {
		bool same_llc = last && last->node == cpu.node && last->llc == cpu.llc;

		if (!same_llc)
			llcs_.push_back({cpu.node, cpu.llc, {}});
		if (!same_llc || last->core != cpu.core)
			llcs_.back().cores.emplace_back();
		llcs_.back().cores.back().cpus.push_back(cpu.cpu);
		last = &cpu;
	}
}

unsigned CorePool::room(const Llc &llc, unsigned threads, bool whole_cores)
{
	size_t cpus = 0, whole = 0;

	for (const Core &core : llc.cores) {
		cpus += core.cpus.size();
		whole += !core.touched && core.cpus.size() >= threads;
	}
	return unsigned(whole_cores ? whole : cpus / threads);
}

void CorePool::take(Llc *llc, unsigned cores, unsigned threads, bool whole_cores,
		    std::vector<unsigned> *cpus)
{
	size_t wanted = size_t{cores} * threads;

	llc->used = true;
	for (Core &core : llc->cores) {
		size_t count = whole_cores ? threads : std::min(core.cpus.size(), wanted);

		if (!wanted)
			break;
		if (whole_cores && (core.touched || core.cpus.size() < threads))
			continue;
		auto end = core.cpus.begin() + ptrdiff_t(count);
		cpus->insert(cpus->end(), core.cpus.begin(), end);
		core.cpus.erase(core.cpus.begin(), end);
		core.touched = true;
		wanted -= count;
	}
}

CorePool::Llc *CorePool::choose(std::optional<unsigned> node, unsigned cores, unsigned threads,
				LlcFit fit, bool whole_cores)
{
	Llc *best = nullptr;
	auto worth = [&](const Llc &llc) {
		unsigned left = room(llc, threads, whole_cores);

		/*
		 * LlcFit::own: the LLC with the best fit, to keep larger ones for later. Otherwise
		 * the emptiest.
		 */
		return std::tuple(!llc.used, fit == LlcFit::own ? -int64_t{left} : int64_t{left});
	};

	for (Llc &llc : llcs_) {
		/* One LLC may have CPUs in several nodes (Intel's sub-NUMA clusters). */
		bool taken = std::any_of(llcs_.begin(), llcs_.end(), [&llc](const Llc &other) {
			return other.name == llc.name && other.used;
		});

		if ((node && llc.node != *node) || (fit == LlcFit::own && taken) ||
		    room(llc, threads, whole_cores) < cores)
			continue;
		if (!best || worth(llc) > worth(*best))
			best = &llc;
	}
	return best;
}

std::optional<std::vector<unsigned>> CorePool::take_llc(std::optional<unsigned> node,
							unsigned cores, unsigned threads,
							LlcFit fit, bool whole_cores)
{
	std::vector<unsigned> cpus;

	if (fit != LlcFit::split) {
		Llc *llc = choose(node, cores, threads, fit, whole_cores);

		if (!llc)
			return std::nullopt;
		take(llc, cores, threads, whole_cores, &cpus);
		return cpus;
	}
	/* Guest siblings need not be host siblings: place each vCPU on its own. */
	if (!whole_cores)
		cores *= std::exchange(threads, 1);
	std::vector<Llc> before = llcs_;
	for (unsigned core = 0; core < cores; core++) {
		/* In order: neighbours in the guest are neighbours on the host. */
		auto llc = std::find_if(llcs_.begin(), llcs_.end(), [&](const Llc &l) {
			return (!node || l.node == *node) && room(l, threads, whole_cores) > 0;
		});

		if (llc == llcs_.end()) {
			llcs_ = std::move(before);
			return std::nullopt;
		}
		take(&*llc, 1, threads, whole_cores, &cpus);
	}
	return cpus;
}

} /* namespace ktstr */
