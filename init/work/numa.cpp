/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/numa.h"

#include <linux/mempolicy.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <string>

#include "harness/scenario/topology/cpu_list.h"
#include "init/sys.h"

namespace ktstr {

namespace {

constexpr unsigned kMaxNodes = 1024; /* the largest MAX_NUMNODES */
constexpr unsigned kBits = sizeof(unsigned long) * CHAR_BIT;
/* The kernel takes and gives one bit less (get_nodes(), copy_nodes_to_user()). */
constexpr unsigned long kMaskBits = kMaxNodes + 1;

struct NodeMask {
	unsigned long words[kMaxNodes / kBits] = {};

	void set(unsigned node)
	{
		KTSTR_ASSERT(node < kMaxNodes);
		words[node / kBits] |= 1ul << node % kBits;
	}
	bool test(unsigned node) const { return words[node / kBits] >> node % kBits & 1; }
};

NodeMask mask_of(const std::vector<unsigned> &nodes)
{
	NodeMask mask;

	for (unsigned node : nodes)
		mask.set(node);
	return mask;
}

} /* namespace */

std::vector<unsigned> memory_nodes()
{
	std::vector<unsigned> nodes;
	NodeMask mask;

	if (syscall(SYS_get_mempolicy, nullptr, mask.words, kMaskBits, nullptr,
		    MPOL_F_MEMS_ALLOWED) < 0)
		return nodes;
	for (unsigned node = 0; node < kMaxNodes; node++)
		if (mask.test(node))
			nodes.push_back(node);
	return nodes;
}

unsigned next_node(const std::vector<unsigned> &nodes, unsigned current)
{
	auto next = std::ranges::upper_bound(nodes, current);

	return next == nodes.end() ? nodes.front() : *next;
}

std::vector<unsigned> node_cpus(unsigned node)
{
	Result<std::vector<unsigned>> cpus = parse_cpu_list(
		read_line("/sys/devices/system/node/node" + std::to_string(node) + "/cpulist"));

	return cpus ? cpus.value() : std::vector<unsigned>();
}

bool prefer_node(unsigned node)
{
	NodeMask mask = mask_of({node});

	return syscall(SYS_set_mempolicy, MPOL_PREFERRED, mask.words, kMaskBits) == 0;
}

bool move_process_pages(const std::vector<unsigned> &from, unsigned to)
{
	NodeMask old_nodes = mask_of(from), new_nodes = mask_of({to});

	/*
	 * A positive result is the number of pages that could not be moved, such as those in use.
	 */
	return syscall(SYS_migrate_pages, 0, kMaskBits, old_nodes.words, new_nodes.words) >= 0;
}

bool move_region(void *start, size_t bytes, unsigned node)
{
	NodeMask mask = mask_of({node});

	return syscall(SYS_mbind, start, bytes, MPOL_BIND, mask.words, kMaskBits, MPOL_MF_MOVE) ==
	       0;
}

} /* namespace ktstr */
