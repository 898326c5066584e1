/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/memory_work.h"

#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "init/work/compute.h"
#include "init/work/cpus.h"
#include "init/work/numa.h"

namespace ktstr {

namespace {

/* The worker's memory, whose pages are counted. */
class OwnMemory : public WorkMemory {
public:
	OwnMemory(const Worker &worker, uint32_t kib) : WorkMemory(size_t(kib) * 1024)
	{
		if (!start())
			worker.fail("map memory to work on");
		worker.owns_memory(start(), bytes());
	}
};

size_t page_bytes()
{
	return size_t(sysconf(_SC_PAGESIZE));
}

unsigned current_node()
{
	unsigned node = 0;

	getcpu(nullptr, &node);
	return node;
}

std::vector<unsigned> nodes_to_use(const Worker &worker)
{
	std::vector<unsigned> nodes = memory_nodes();

	if (nodes.empty())
		worker.fail("find NUMA nodes with memory");
	return nodes;
}

/*
 * If it may run on no CPU of the node, or the node has none, it keeps all CPUs that it may run on.
 */
void move_to_cpus_of(const Worker &worker, unsigned node, const CpuChoice &choice)
{
	std::vector<unsigned> cpus = choice.widen(), of_node = node_cpus(node), both;

	std::ranges::set_intersection(cpus, of_node, std::back_inserter(both));
	/* EINVAL: the cgroup has just lost them. */
	if (!both.empty() && !bind_to_cpus(0, both) && errno != EINVAL)
		worker.fail("bind to a NUMA node's CPUs");
}

} /* namespace */

void do_work(Worker &worker, const CachePressure &work)
{
	OwnMemory memory(worker, work.kib);

	for (;;) {
		memory.write(work.stride);
		worker.iteration();
	}
}

void do_work(Worker &worker, const CacheYield &work)
{
	OwnMemory memory(worker, work.kib);

	for (;;) {
		memory.write(work.stride);
		sched_yield();
		worker.iteration();
	}
}

void do_work(Worker &worker, const PageFaultChurn &work)
{
	size_t bytes = size_t(work.region_kib) * 1024;
	uint64_t pages = std::max<uint64_t>(bytes / page_bytes(), 1);

	for (;;) {
		WorkMemory memory(bytes);

		if (!memory.start())
			worker.fail("map memory to touch");
		/* One fault per page. This fails if there are no huge pages, which is fine. */
		madvise(memory.start(), bytes, MADV_NOHUGEPAGE);
		for (uint64_t i = 0; i < work.touches; i++)
			*static_cast<volatile uint8_t *>(memory.start() + i * pages / work.touches *
										  page_bytes()) = 1;
		worker.iteration();
	}
}

void do_work(Worker &worker, const NumaMigrationChurn &work)
{
	OwnMemory memory(worker, work.region_kib);
	CpuChoice choice(0);

	for (unsigned node = current_node();;) {
		uint64_t due = work_clock_ns() + uint64_t(work.period_ms) * 1000000;
		std::vector<unsigned> nodes = nodes_to_use(worker);

		node = next_node(nodes, node);
		move_to_cpus_of(worker, node, choice);
		if (!prefer_node(node) || !move_process_pages(nodes, node))
			worker.fail("move to another NUMA node");
		memory.write(page_bytes());
		worker.iteration();
		uint64_t now = work_clock_ns();
		worker.burn_ns(due > now ? due - now : 0);
	}
}

void do_work(Worker &worker, const NumaWorkingSetSweep &work)
{
	OwnMemory memory(worker, work.region_kib);
	unsigned node = current_node();
	uint64_t period = uint64_t(work.period_ms) * 1000000, due = work_clock_ns();

	for (;;) {
		memory.write(kCacheLine);
		worker.iteration();
		if (work_clock_ns() < due)
			continue;
		node = next_node(nodes_to_use(worker), node);
		if (!move_region(memory.start(), memory.bytes(), node))
			worker.fail("move pages to another NUMA node");
		due = work_clock_ns() + period;
	}
}

} /* namespace ktstr */
