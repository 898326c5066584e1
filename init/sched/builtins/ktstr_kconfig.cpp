/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KTSTR_NO_BPF
#include "init/sched/builtins/skeleton.h"

#include "ktstr_kconfig.bpf.skel.h"

KTSTR_BUILTIN(ktstr_kconfig);
#endif
