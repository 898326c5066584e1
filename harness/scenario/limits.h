/* SPDX-License-Identifier: GPL-2.0 */
/* Limits that several fields share. Constants; any thread. */
#pragma once

#include "harness/scenario/fields.h"

namespace ktstr {

inline constexpr Limits kBurstUs = between(1, 1000000, "us");
inline constexpr Limits kSleepUs = between(1, 10000000, "us");
inline constexpr Limits kPeriodMs = between(1, 10000, "ms");
inline constexpr Limits kTimeoutMs = between(0, 3600000, "ms");
/* Higher priorities are reserved for the processes that must end the workers (init/priority.h). */
inline constexpr Limits kPriority = between(1, 97);
inline constexpr Limits kThreads = between(1, 256, "threads");
inline constexpr Limits kKib = between(1, 1 << 20, "KiB");
inline constexpr Limits kRounds = between(1, 1e9, "rounds");
inline constexpr Limits kStride = between(1, 1 << 20, "bytes");
inline constexpr Limits kIndex = between(0, 1023);
inline constexpr Limits kFraction = between(0, 1);
inline constexpr Limits kWeight = between(1, 10000);
inline constexpr Limits kBytes = between(0, 1e15, "bytes");
inline constexpr Limits kNice = between(-20, 19);
inline constexpr Limits kId = between(0, 4294967294.0);
inline constexpr Limits kPercent = between(0, 100, "%");

} /* namespace ktstr */
