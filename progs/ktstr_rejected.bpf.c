/* SPDX-License-Identifier: GPL-2.0 */
/* Does not load: the verifier must reject a map value that is used without a NULL check. */
#include "ktstr.bpf.h"

void BPF_STRUCT_OPS(rejected_enqueue, struct task_struct *p, u64 enq_flags)
{
	u32 slot = KTSTR_COUNTER_enqueue;
	u64 *value = bpf_map_lookup_elem(&ktstr_counters, &slot);

	*value += 1;
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(rejected_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(rejected_ops, .enqueue = (void *)rejected_enqueue, .exit = (void *)rejected_exit,
	       .name = "ktstr_rejected");
