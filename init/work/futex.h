/* SPDX-License-Identifier: GPL-2.0 */
/* futex(2), between processes as well as between threads. Stateless. */
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace ktstr
{

static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t));

/** Sleeps while @word is @value, at most @timeout if there is one; may wake for no reason. */
inline void futex_wait(std::atomic<uint32_t> *word, uint32_t value, const timespec *timeout = nullptr)
{
	syscall(SYS_futex, word, FUTEX_WAIT, value, timeout, nullptr, 0);
}

/** The number of sleepers that were woken. */
inline int futex_wake(std::atomic<uint32_t> *word, int count)
{
	return int(syscall(SYS_futex, word, FUTEX_WAKE, count, nullptr, nullptr, 0));
}

} /* namespace ktstr */
