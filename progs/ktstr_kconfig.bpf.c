/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the kernel's configuration, where libbpf finds it, and schedules as ktstr_minimal does. */
#include "ktstr.bpf.h"

extern int CONFIG_HZ __kconfig __weak;
extern bool CONFIG_KTSTR_ABSENT __kconfig __weak;

u64 config_hz;
u64 config_absent;

void BPF_STRUCT_OPS(kconfig_enqueue, struct task_struct *p, u64 enq_flags)
{
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

s32 BPF_STRUCT_OPS(kconfig_init)
{
	config_hz = CONFIG_HZ;
	config_absent = CONFIG_KTSTR_ABSENT;
	return 0;
}

void BPF_STRUCT_OPS(kconfig_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(kconfig_ops, .enqueue = (void *)kconfig_enqueue, .init = (void *)kconfig_init,
	       .exit = (void *)kconfig_exit, .name = "ktstr_kconfig");
