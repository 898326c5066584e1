/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Waits of the guest's init, in milliseconds before the job's time scale: how long it waits for
 * what may never come. Shared so that the host never gives up first: init keeps to them, and the
 * session's deadlines are sums of them. Constants only; any thread.
 */
#pragma once

#include <cstdint>

namespace ktstr::waits {

constexpr uint32_t kPortMs = 10000;	/* for the record port to come up */
constexpr uint32_t kExitGraceMs = 3000; /* for the kernel's and the program's account of an exit */
constexpr uint32_t kCaseGraceMs = 1000; /* for the streams of a case or command that ended */
constexpr uint32_t kCgroupMs = 2000;	/* for what a crashed scenario left in cgroups to be gone */
constexpr uint32_t kTermMs = 10000;	/* for a scheduler after SIGTERM */
constexpr uint32_t kKillMs = 2000;	/* for it after SIGKILL */
constexpr uint32_t kLeftMs = 2000;	/* for BPF objects, freed after an RCU grace period */
constexpr uint32_t kLogGraceMs = 1000;	/* for the rest of its log */
constexpr uint32_t kReadMs = 200;	/* for the host to read RESULT */

/* The host's own: what init and the host need beside those waits. */
constexpr uint32_t kMarginMs = 5000;

/** From phase(teardown) to the terminal record. */
constexpr uint32_t kTeardownMs = kCgroupMs + kTermMs + kKillMs + kLeftMs + kLogGraceMs + kMarginMs;
/** From HELLO to case_starting, beyond the waits for the scheduler to start up and to attach. */
constexpr uint32_t kAttachMarginMs = kLogGraceMs + 2 * kMarginMs;
/** From the terminal record to the machine's end. */
constexpr uint32_t kExitMs = kReadMs + kMarginMs;

} /* namespace ktstr::waits */
