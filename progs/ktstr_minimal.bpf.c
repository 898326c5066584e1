/* SPDX-License-Identifier: GPL-2.0 */
/* The smallest scheduler: the kernel's default callbacks and the global DSQ. */
#include "ktstr.bpf.h"

void BPF_STRUCT_OPS(minimal_enqueue, struct task_struct *p, u64 enq_flags)
{
	COUNT(enqueue);
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(minimal_exit, struct scx_exit_info *ei)
{
	COUNT(exit);
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(minimal_ops, .enqueue = (void *)minimal_enqueue, .exit = (void *)minimal_exit,
	       .name = "ktstr_minimal");
