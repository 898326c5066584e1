/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a skeleton (bpftool gen skeleton) of progs/ names without declaring it: the kernel's short
 * integer types and the exit information. Include it before the skeleton, in init/sched/builtins/
 * only. KTSTR_BUILTIN needs nothing of the skeleton but its object's bytes.
 */
#pragma once

#include <cstdint>

#include "init/sched/builtin.h"

using u8 = uint8_t;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;
using s32 = int32_t;
using s64 = int64_t;

#include <scx/user_exit_info_common.h>
