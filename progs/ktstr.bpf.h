/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every scheduler in progs/ shares: the licence, the counters map, and the exit information
 * that the loader (init/sched/scheduler_object.cpp) reads from the variable "uei" in .data.
 */
#pragma once

#include <scx/common.bpf.h>

#include "counters.h"

char _license[] SEC("license") = "GPL";

UEI_DEFINE(uei);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, KTSTR_COUNTER_NR);
	__type(key, u32);
	__type(value, u64);
} ktstr_counters SEC(".maps");

static __always_inline void count(u32 slot)
{
	u64 *value = bpf_map_lookup_elem(&ktstr_counters, &slot);

	if (value)
		__sync_fetch_and_add(value, 1);
}

#define COUNT(name) count(KTSTR_COUNTER_##name)

/** Returns an idle CPU, with @p inserted into its local DSQ, or else @prev_cpu or a busy CPU. */
static __always_inline s32 select_idle_or_prev(struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);

	if (is_idle)
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, SCX_SLICE_DFL, 0);
	return cpu;
}
