/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CorePool: host CPUs that no vCPU has yet, by LLC and core: what a plan takes from while it is
 * made. A value, so that an attempt that does not work out is dropped with its copy. One thread.
 */
#pragma once

#include <optional>
#include <vector>

#include "harness/placement/host_topology.h"

namespace ktstr {

class CorePool {
public:
	/** How guest LLCs lie on host LLCs. */
	enum class LlcFit {
		own,	/* each has one to itself */
		shared, /* each is within one */
		split,
	};

	explicit CorePool(const HostTopology &host);

	/**
	 * CPUs for @cores of @threads each, core by core, all in @node (nothing: in any), which
	 * make up one guest LLC. @whole_cores: each takes a host core of as many threads, and no
	 * other has a part of it. Nothing: there are not as many; the pool is then as it was.
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

	/* Of @llc, in cores of @threads. */
	static unsigned room(const Llc &llc, unsigned threads, bool whole_cores);
	static void take(Llc *llc, unsigned cores, unsigned threads, bool whole_cores,
			 std::vector<unsigned> *cpus);
	Llc *choose(std::optional<unsigned> node, unsigned cores, unsigned threads, LlcFit fit,
		    bool whole_cores);

	std::vector<Llc> llcs_;
};

} /* namespace ktstr */
