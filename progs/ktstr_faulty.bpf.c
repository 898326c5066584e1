/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A FIFO that misbehaves on request. Its knobs are set before it loads (--error-after-ms=500 on the
 * loader's command line); with all of them zero it is an ordinary scheduler.
 */
#include "ktstr.bpf.h"

#define SHARED_DSQ  0
#define STALLED_DSQ 1 /* nothing consumes it */
#define HELD_DSQ    2 /* consumed from held_until on */

#define HELD_PRIO  139	      /* nice 19: NICE_TO_PRIO() in include/linux/sched/prio.h */
#define PF_KTHREAD 0x00200000 /* include/linux/sched.h */

/* enum scx_exit_code leaves the low 32 bits to the scheduler. */
#define EXIT_CODE_ASKED 7

const volatile u64 error_after_ms;	/* scx_bpf_error() */
const volatile u64 unregister_after_ms; /* scx_bpf_exit(), which is not an error */
const volatile u64 stall_after_ms;	/* the loader's own process is never picked again */
const volatile u64 slow_dispatch_us;	/* each dispatch takes at least this long */
const volatile u64 held_ms;	  /* the only task of nice 19 waits this long on each enqueue */
const volatile u64 forbidden_cpu; /* selected for each task that must not run there */
const volatile s32 loader_pid;	  /* set by the loader */

static u64 attached_at;
static u64 held_until;

static bool due(u64 after_ms)
{
	return after_ms && attached_at && bpf_ktime_get_ns() - attached_at > after_ms * 1000000;
}

static bool is_stalled(const struct task_struct *p)
{
	return p->pid == loader_pid && due(stall_after_ms);
}

static bool is_held(const struct task_struct *p)
{
	return held_ms && p->static_prio == HELD_PRIO && !(p->flags & PF_KTHREAD);
}

static long still_early(u64 i, u64 *until)
{
	return bpf_ktime_get_ns() >= *until;
}

static void waste(u64 us)
{
	u64 until = bpf_ktime_get_ns() + us * 1000;

	bpf_loop(1 << 20, still_early, &until, 0);
}

s32 BPF_STRUCT_OPS(faulty_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	COUNT(select_cpu);
	if (is_stalled(p) || is_held(p))
		return prev_cpu;
	if (forbidden_cpu && !bpf_cpumask_test_cpu(forbidden_cpu, p->cpus_ptr))
		return forbidden_cpu;
	return select_idle_or_prev(p, prev_cpu, wake_flags);
}

void BPF_STRUCT_OPS(faulty_enqueue, struct task_struct *p, u64 enq_flags)
{
	COUNT(enqueue);
	if (due(error_after_ms))
		scx_bpf_error("ktstr_faulty: error on request");
	if (bpf_ksym_exists(scx_bpf_exit_bstr) && due(unregister_after_ms))
		scx_bpf_exit(EXIT_CODE_ASKED, "ktstr_faulty: exit on request");
	if (is_held(p)) {
		held_until = bpf_ktime_get_ns() + held_ms * 1000000;
		scx_bpf_dsq_insert(p, HELD_DSQ, SCX_SLICE_DFL, enq_flags);
		return;
	}
	scx_bpf_dsq_insert(p, is_stalled(p) ? STALLED_DSQ : SHARED_DSQ, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(faulty_dispatch, s32 cpu, struct task_struct *prev)
{
	COUNT(dispatch);
	if (slow_dispatch_us)
		waste(slow_dispatch_us);
	if (held_ms && bpf_ktime_get_ns() >= held_until && scx_bpf_dsq_move_to_local(HELD_DSQ, 0))
		return;
	scx_bpf_dsq_move_to_local(SHARED_DSQ, 0);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(faulty_init)
{
	s32 ret = scx_bpf_create_dsq(SHARED_DSQ, -1);

	COUNT(init);
	if (!ret)
		ret = scx_bpf_create_dsq(STALLED_DSQ, -1);
	if (!ret)
		ret = scx_bpf_create_dsq(HELD_DSQ, -1);
	attached_at = bpf_ktime_get_ns();
	return ret;
}

void BPF_STRUCT_OPS(faulty_exit, struct scx_exit_info *ei)
{
	COUNT(exit);
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(faulty_ops, .select_cpu = (void *)faulty_select_cpu,
	       .enqueue = (void *)faulty_enqueue, .dispatch = (void *)faulty_dispatch,
	       .init = (void *)faulty_init, .exit = (void *)faulty_exit,
	       .timeout_ms = 2000, /* the watchdog fires within twice that */
	       .name = "ktstr_faulty");
