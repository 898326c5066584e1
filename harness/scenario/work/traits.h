/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WorkTraits: what a type of work needs from its team and the machine. A type with such needs has a
 * member kTraits; traits_of() in harness/scenario/work.h finds it. Constants; any thread.
 */
#pragma once

namespace ktstr {

struct WorkTraits {
	bool in_pairs = false;	   /* the team's workers 2k and 2k + 1 work together */
	bool pipes = false;	   /* each worker reads from a pipe that its partner writes to */
	bool binds_itself = false; /* it changes its own affinity */
	bool memory_nodes = false; /* it needs two NUMA nodes with memory */
};

} /* namespace ktstr */
