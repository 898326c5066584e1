/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Weighted vtime: one shared DSQ ordered by virtual time, which advances for a task in inverse
 * proportion to its weight. The global clock follows the task that is furthest ahead. Updates from
 * several CPUs may overwrite each other, which costs a little fairness and nothing else.
 */
#include "ktstr.bpf.h"

#define SHARED_DSQ 0

static u64 vtime_now;

s32 BPF_STRUCT_OPS(vtime_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	COUNT(select_cpu);
	return select_idle_or_prev(p, prev_cpu, wake_flags);
}

void BPF_STRUCT_OPS(vtime_enqueue, struct task_struct *p, u64 enq_flags)
{
	u64 oldest = vtime_now - SCX_SLICE_DFL;
	u64 vtime = p->scx.dsq_vtime;

	COUNT(enqueue);
	/* A long sleep earns one slice, not a monopoly. */
	if (time_before(vtime, oldest))
		vtime = oldest;
	scx_bpf_dsq_insert_vtime(p, SHARED_DSQ, SCX_SLICE_DFL, vtime, enq_flags);
}

void BPF_STRUCT_OPS(vtime_dispatch, s32 cpu, struct task_struct *prev)
{
	COUNT(dispatch);
	scx_bpf_dsq_move_to_local(SHARED_DSQ, 0);
}

void BPF_STRUCT_OPS(vtime_running, struct task_struct *p)
{
	COUNT(running);
	if (time_before(vtime_now, p->scx.dsq_vtime))
		vtime_now = p->scx.dsq_vtime;
}

void BPF_STRUCT_OPS(vtime_stopping, struct task_struct *p, bool runnable)
{
	u64 used = SCX_SLICE_DFL - p->scx.slice;

	COUNT(stopping);
	scx_bpf_task_set_dsq_vtime(p, p->scx.dsq_vtime + scale_by_task_weight_inverse(p, used));
}

void BPF_STRUCT_OPS(vtime_enable, struct task_struct *p)
{
	COUNT(enable);
	scx_bpf_task_set_dsq_vtime(p, vtime_now);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(vtime_init)
{
	COUNT(init);
	return scx_bpf_create_dsq(SHARED_DSQ, -1);
}

void BPF_STRUCT_OPS(vtime_exit, struct scx_exit_info *ei)
{
	COUNT(exit);
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(vtime_ops, .select_cpu = (void *)vtime_select_cpu, .enqueue = (void *)vtime_enqueue,
	       .dispatch = (void *)vtime_dispatch, .running = (void *)vtime_running,
	       .stopping = (void *)vtime_stopping, .enable = (void *)vtime_enable,
	       .init = (void *)vtime_init, .exit = (void *)vtime_exit, .name = "ktstr_vtime");
