/* SPDX-License-Identifier: GPL-2.0 */
/* futex(2) between processes or (_private) between threads of one process. Stateless. */
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace ktstr {

static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t));

/** Sleeps while @word is @value, for at most @timeout if given; may wake up spuriously. */
inline void futex_wait(std::atomic<uint32_t> *word, uint32_t value,
		       const timespec *timeout = nullptr)
{
	syscall(SYS_futex, word, FUTEX_WAIT, value, timeout, nullptr, 0);
}

/** Returns the number of sleepers woken. */
inline int futex_wake(std::atomic<uint32_t> *word, int count)
{
	return int(syscall(SYS_futex, word, FUTEX_WAKE, count, nullptr, nullptr, 0));
}

/** As futex_wait(); true if it slept and a futex_wake_private() woke it. */
inline bool futex_wait_private(std::atomic<uint32_t> *word, uint32_t value)
{
	return syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0) == 0;
}

inline int futex_wake_private(std::atomic<uint32_t> *word, int count)
{
	return int(syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0));
}

/** Makes the caller the owner of @word, with priority inheritance; false with errno on failure. */
inline bool futex_lock_pi(std::atomic<uint32_t> *word)
{
	return syscall(SYS_futex, word, FUTEX_LOCK_PI_PRIVATE, 0, nullptr, nullptr, 0) == 0;
}

inline bool futex_unlock_pi(std::atomic<uint32_t> *word)
{
	return syscall(SYS_futex, word, FUTEX_UNLOCK_PI_PRIVATE, 0, nullptr, nullptr, 0) == 0;
}

} /* namespace ktstr */
