/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long the guest's init waits for things that may never happen, in milliseconds before the
 * job's time scale. Shared so that the host never gives up first: init obeys these limits, and the
 * session's deadlines are sums of them. Constants only; any thread.
 */
#pragma once

#include <cstdint>

namespace ktstr::waits {

constexpr uint32_t kPortMs = 10000;	/* for the record port to come up */
constexpr uint32_t kExitGraceMs = 3000; /* for exit reports of the kernel and the program */
constexpr uint32_t kCaseGraceMs = 1000; /* for the streams of a case or command that has ended */
constexpr uint32_t kCgroupMs = 2000;	/* for the processes of a crashed scenario to go away */
constexpr uint32_t kTermMs = 10000;	/* for a scheduler to end after SIGTERM */
constexpr uint32_t kKillMs = 2000;	/* for a scheduler to end after SIGKILL */
constexpr uint32_t kLeftMs = 2000;	/* for BPF objects, freed after an RCU grace period */
constexpr uint32_t kLogGraceMs = 1000;	/* for the rest of the scheduler's log */
constexpr uint32_t kReadMs = 200;	/* for the host to read RESULT */

/* Time that init and the host need in addition to those waits. */
constexpr uint32_t kMarginMs = 5000;

/** From phase(teardown) to the result record. */
constexpr uint32_t kTeardownMs = kCgroupMs + kTermMs + kKillMs + kLeftMs + kLogGraceMs + kMarginMs;
/** From HELLO to case_starting, beyond the waits for the scheduler to start up and to attach. */
constexpr uint32_t kAttachMarginMs = kLogGraceMs + 2 * kMarginMs;
/** From the result record to the machine's end. */
constexpr uint32_t kExitMs = kReadMs + kMarginMs;

} /* namespace ktstr::waits */
