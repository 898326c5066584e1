/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A FIFO that records the machine sched_ext sees: the number of CPUs and of nodes, the node of each
 * CPU, and which CPUs were ever idle in the mask of which node. Its hotplug callbacks keep it
 * attached when CPUs come and go.
 */
#include "ktstr.bpf.h"

#define SHARED_DSQ 0

/* Same as in harness/scenario/topology/topology.h, which is C++. */
#define MAX_CPUS   1024
#define MAX_NODES  64
#define MASK_WORDS (MAX_CPUS / 64)

/* init reads these through the pinned .bss. Not static, so that they keep their BTF names. */
u64 nr_cpu_ids[1];
u64 nr_node_ids[1];
u64 cpu_nodes[MAX_CPUS];
u64 seen_idle[MAX_NODES * MASK_WORDS]; /* a row of bits for each node */

static void add_idle_cpus(u32 node, u32 words)
{
	const struct cpumask *mask = scx_bpf_get_idle_cpumask_node(node);
	u32 word;

	bpf_for(word, 0, words)
	{
		u32 slot = node * MASK_WORDS + word;
		u64 bits = 0;

		bpf_probe_read_kernel(&bits, sizeof(bits),
				      (const void *)mask + word * sizeof(bits));
		/* CPUs do this concurrently; most of the time there is nothing new to write. */
		if (slot < MAX_NODES * MASK_WORDS && bits & ~seen_idle[slot])
			__sync_fetch_and_or(&seen_idle[slot], bits);
	}
	scx_bpf_put_idle_cpumask(mask);
}

s32 BPF_STRUCT_OPS(topology_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	COUNT(select_cpu);
	return select_idle_or_prev(p, prev_cpu, wake_flags);
}

void BPF_STRUCT_OPS(topology_enqueue, struct task_struct *p, u64 enq_flags)
{
	COUNT(enqueue);
	scx_bpf_dsq_insert(p, SHARED_DSQ, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(topology_dispatch, s32 cpu, struct task_struct *prev)
{
	COUNT(dispatch);
	scx_bpf_dsq_move_to_local(SHARED_DSQ, 0);
}

/* __scx_update_idle() calls this after it has updated the masks itself. */
void BPF_STRUCT_OPS(topology_update_idle, s32 cpu, bool idle)
{
	u32 nodes = scx_bpf_nr_node_ids();
	u32 words = (scx_bpf_nr_cpu_ids() + 63) / 64;
	u32 node;

	if (words > MASK_WORDS)
		words = MASK_WORDS;
	if (nodes > MAX_NODES)
		nodes = MAX_NODES;
	bpf_for(node, 0, nodes) add_idle_cpus(node, words);
}

void BPF_STRUCT_OPS(topology_cpu_online, s32 cpu)
{
	COUNT(cpu_online);
}

void BPF_STRUCT_OPS(topology_cpu_offline, s32 cpu)
{
	COUNT(cpu_offline);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(topology_init)
{
	u32 cpus = scx_bpf_nr_cpu_ids();
	u32 cpu;

	COUNT(init);
	nr_cpu_ids[0] = cpus;
	nr_node_ids[0] = scx_bpf_nr_node_ids();
	bpf_for(cpu, 0, cpus) if (cpu < MAX_CPUS) cpu_nodes[cpu] = scx_bpf_cpu_node(cpu);
	return scx_bpf_create_dsq(SHARED_DSQ, -1);
}

void BPF_STRUCT_OPS(topology_exit, struct scx_exit_info *ei)
{
	COUNT(exit);
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(topology_ops, .select_cpu = (void *)topology_select_cpu,
	       .enqueue = (void *)topology_enqueue, .dispatch = (void *)topology_dispatch,
	       .update_idle = (void *)topology_update_idle,
	       .cpu_online = (void *)topology_cpu_online,
	       .cpu_offline = (void *)topology_cpu_offline, .init = (void *)topology_init,
	       .exit = (void *)topology_exit,
	       .flags = SCX_OPS_KEEP_BUILTIN_IDLE | SCX_OPS_BUILTIN_IDLE_PER_NODE,
	       .name = "ktstr_topology");
