/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KTSTR_NO_BPF
#include "init/sched/builtins/skeleton.h"

#include "ktstr_needs_config.bpf.skel.h"

KTSTR_BUILTIN(ktstr_needs_config);
#endif
