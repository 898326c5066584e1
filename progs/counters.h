/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters: how often each callback of a built-in scheduler ran. They are the slots of the array
 * map "ktstr_counters" in every program in progs/, which init reads through its pin. Plain C,
 * included by BPF programs and by init. Any CPU may increment a slot, atomically.
 */
#pragma once

#define KTSTR_COUNTERS(X)                                                                          \
	X(select_cpu)                                                                              \
	X(enqueue)                                                                                 \
	X(dequeue)                                                                                 \
	X(dispatch)                                                                                \
	X(running)                                                                                 \
	X(stopping)                                                                                \
	X(enable)                                                                                  \
	X(init_task)                                                                               \
	X(exit_task)                                                                               \
	X(cpu_online)                                                                              \
	X(cpu_offline)                                                                             \
	X(init)                                                                                    \
	X(exit)

#define KTSTR_COUNTER_SLOT(name) KTSTR_COUNTER_##name,
enum ktstr_counter { KTSTR_COUNTERS(KTSTR_COUNTER_SLOT) KTSTR_COUNTER_NR };
#undef KTSTR_COUNTER_SLOT
