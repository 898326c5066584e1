/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NUMA nodes by their system calls: where the calling process may have memory, and what moves it
 * between nodes. Stateless; any thread. Functions return false and errno where the kernel refuses;
 * nodes are below 1024, as are all that memory_nodes() gives.
 */
#pragma once

#include <cstddef>
#include <vector>

namespace ktstr {

/** Nodes with memory that the cgroup allows, ascending. Empty, and errno, without CONFIG_NUMA. */
std::vector<unsigned> memory_nodes();
/** The one after @current of @nodes (ascending, not empty), round and round. */
unsigned next_node(const std::vector<unsigned> &nodes, unsigned current);
/** CPUs of a node; none for a node of memory only, or one that is not there. */
std::vector<unsigned> node_cpus(unsigned node);

/** New pages come from @node as long as it has any (MPOL_PREFERRED). */
bool prefer_node(unsigned node);
/** Moves all pages of the process that are on @from to @to. */
bool move_process_pages(const std::vector<unsigned> &from, unsigned to);
/** Moves the pages of a region to @node, where they then stay (MPOL_BIND). */
bool move_region(void *start, size_t bytes, unsigned node);

} /* namespace ktstr */
