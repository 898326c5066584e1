/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CorePool: host CPUs not assigned to a vCPU yet, by LLC and core. A placement attempt takes CPUs
 * from it. A value: a failed attempt simply discards its copy. One thread.
 */
#pragma once

#include <optional>
#include <vector>

#include "harness/placement/host_topology.h"

namespace ktstr {

class CorePool {
public:
	/** How guest LLCs map to host LLCs. */
	enum class LlcFit {
		own,	/* each has a host LLC of its own */
		shared, /* each lies within one host LLC */
		split,
	};

	explicit CorePool(const HostTopology &host);

	/**
	 * Takes CPUs for @cores of @threads each, core by core, all in @node (nullopt: any node);
	 * together they form one guest LLC. @whole_cores: each takes a host core with that many
	 * threads, and nothing else shares that core. nullopt: not enough CPUs; the pool is
	 * unchanged.
	 */
	std::optional<std::vector<unsigned>> take_llc(std::optional<unsigned> node, unsigned cores,
						      unsigned threads, LlcFit fit,
						      bool whole_cores);

private:
	struct Core {
		std::vector<unsigned> cpus;
		bool touched = false;
	};
	struct Llc {
		unsigned node;
		unsigned name;
		std::vector<Core> cores;
		bool used = false;
	};

	/* Free room in @llc, in cores of @threads. */
	static unsigned room(const Llc &llc, unsigned threads, bool whole_cores);
	static void take(Llc *llc, unsigned cores, unsigned threads, bool whole_cores,
			 std::vector<unsigned> *cpus);
	Llc *choose(std::optional<unsigned> node, unsigned cores, unsigned threads, LlcFit fit,
		    bool whole_cores);

	std::vector<Llc> llcs_;
};

} /* namespace ktstr */
