/* SPDX-License-Identifier: GPL-2.0 */
/* Does not load: no kernel has the option that it needs. */
#include "ktstr.bpf.h"

extern bool CONFIG_KTSTR_ABSENT __kconfig;

void BPF_STRUCT_OPS(needs_config_enqueue, struct task_struct *p, u64 enq_flags)
{
	scx_bpf_dsq_insert(p, CONFIG_KTSTR_ABSENT ? SCX_DSQ_LOCAL : SCX_DSQ_GLOBAL, SCX_SLICE_DFL,
			   enq_flags);
}

void BPF_STRUCT_OPS(needs_config_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(needs_config_ops, .enqueue = (void *)needs_config_enqueue,
	       .exit = (void *)needs_config_exit, .name = "ktstr_needs_config");
