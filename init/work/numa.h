/* SPDX-License-Identifier: GPL-2.0 */
/*
 * System calls for NUMA nodes: where the calling process may have memory, and how to move it
 * between nodes. Stateless; any thread. Functions return false and set errno if the kernel refuses.
 * Nodes must be below 1024, as all nodes of memory_nodes() are.
 */
#pragma once

#include <cstddef>
#include <vector>

namespace ktstr {

/**
 * Nodes with memory that the cgroup allows, ascending. Without CONFIG_NUMA empty, with errno set.
 */
std::vector<unsigned> memory_nodes();
/** The node after @current in @nodes (ascending, not empty), wrapping around. */
unsigned next_node(const std::vector<unsigned> &nodes, unsigned current);
/** CPUs of a node; none if it has only memory or does not exist. */
std::vector<unsigned> node_cpus(unsigned node);

/** New pages come from @node as long as it has any left (MPOL_PREFERRED). */
bool prefer_node(unsigned node);
/** Moves all pages of the process that are on @from to @to. */
bool move_process_pages(const std::vector<unsigned> &from, unsigned to);
/** Moves the pages of a region to @node, where they then stay (MPOL_BIND). */
bool move_region(void *start, size_t bytes, unsigned node);

} /* namespace ktstr */
