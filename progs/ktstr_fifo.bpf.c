/* SPDX-License-Identifier: GPL-2.0 */
/* Global FIFO: tasks queue on one shared DSQ, and any CPU takes the oldest. */
#include "ktstr.bpf.h"

#define SHARED_DSQ 0

s32 BPF_STRUCT_OPS(fifo_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	COUNT(select_cpu);
	return select_idle_or_prev(p, prev_cpu, wake_flags);
}

void BPF_STRUCT_OPS(fifo_enqueue, struct task_struct *p, u64 enq_flags)
{
	COUNT(enqueue);
	scx_bpf_dsq_insert(p, SHARED_DSQ, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(fifo_dispatch, s32 cpu, struct task_struct *prev)
{
	COUNT(dispatch);
	scx_bpf_dsq_move_to_local(SHARED_DSQ, 0);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(fifo_init)
{
	COUNT(init);
	return scx_bpf_create_dsq(SHARED_DSQ, -1);
}

void BPF_STRUCT_OPS(fifo_exit, struct scx_exit_info *ei)
{
	COUNT(exit);
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(fifo_ops, .select_cpu = (void *)fifo_select_cpu, .enqueue = (void *)fifo_enqueue,
	       .dispatch = (void *)fifo_dispatch, .init = (void *)fifo_init,
	       .exit = (void *)fifo_exit, .name = "ktstr_fifo");
