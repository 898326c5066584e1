/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The structs of measurements on the wire: plain C, little endian, no padding. See
 * harness/scenario/measurement.h for their meaning. A window is a record with the number of its
 * parts, followed by the parts, each a record. WireMeasured comes last and counts everything:
 * without it, or with other numbers, the host rejects all measurements.
 */
#pragma once

#include <cstddef>
#include <cstdint>

namespace ktstr {

/* Starts a window; text follows: its place in the scenario. */
struct WireWindow {
	uint32_t number; /* 0, 1, 2, ... */
	uint32_t flags;	 /* kWindowHas... */
	uint64_t length_ns;
	uint32_t workers; /* this and below: number of records that follow */
	uint32_t cgroups;
	uint32_t looks; /* number of WireLooks; each record has as many as fit */
	uint32_t events;
};
static_assert(sizeof(WireWindow) == 32);

constexpr uint32_t kWindowHasEvents = 1 << 0; /* a scheduler was wanted */

/* CPUs and samples follow, each uint32_t, then text: "cgroup\0type". */
struct WireWorker {
	uint32_t team;
	uint32_t number;
	int32_t pid;
	uint32_t flags; /* kWorker... */
	uint64_t iterations;
	uint64_t cpu_ns;
	uint64_t run_delay_ns;
	uint64_t gap_ns;
	uint64_t migrations;
	uint64_t longest_wake_ns;
	uint64_t cpu_samples;
	uint64_t outside;
	uint64_t wakes;
	uint64_t pages;
	uint64_t local_pages;
	uint32_t cpus_used; /* number of CPUs */
	uint32_t wake_samples;
};
static_assert(sizeof(WireWorker) == 112);
static_assert(offsetof(WireWorker, cpus_used) == 104);

constexpr uint32_t kWorkerHeldBack = 1 << 0;
/* Set: the field was measured. Otherwise the field is 0. */
constexpr uint32_t kWorkerHasRunDelay = 1 << 1;
constexpr uint32_t kWorkerHasGap = 1 << 2;
constexpr uint32_t kWorkerHasMigrations = 1 << 3;
constexpr uint32_t kWorkerHasPages = 1 << 4;
constexpr uint32_t kWorkerHasLocalPages = 1 << 5;
constexpr uint32_t kWorkerFlags = (1 << 6) - 1;

/* Its name follows. */
struct WireCgroup {
	uint64_t periods;
	uint64_t throttled;
	double pressure_percent;
	uint32_t flags;	   /* kCgroupHas... */
	uint32_t reserved; /* 0 */
};
static_assert(sizeof(WireCgroup) == 32);

constexpr uint32_t kCgroupHasPeriods = 1 << 0;
constexpr uint32_t kCgroupHasThrottled = 1 << 1;
constexpr uint32_t kCgroupHasPressure = 1 << 2;
constexpr uint32_t kCgroupFlags = (1 << 3) - 1;

/* A RunnableSample; a payload is an array of these. */
struct WireLook {
	uint32_t cpus;
	uint32_t runnable;
	uint32_t most;
	uint32_t reserved; /* 0 */
};
static_assert(sizeof(WireLook) == 16);

/* Its name follows. */
struct WireEvent {
	uint64_t count;
};
static_assert(sizeof(WireEvent) == 8);

/* Bytes of a program's output that are sent, for its metrics. */
constexpr size_t kMaxProgramOutput = 4u << 20;

/* A program that has ended; text follows: "where\0cgroup". Its output records came before. */
struct WireProgram {
	uint32_t payload;      /* number of its Payload in the scenario */
	uint32_t flags;	       /* kProgram... */
	int32_t exit_code;     /* 128+n after signal n */
	uint32_t output_bytes; /* in the output records since the last program */
};
static_assert(sizeof(WireProgram) == 16);

constexpr uint32_t kProgramHasExitCode = 1 << 0; /* it ended by itself */

/* The end: everything was sent. */
struct WireMeasured {
	uint32_t flags; /* kMeasured... */
	uint32_t windows;
	uint32_t programs;
	uint32_t left_cgroups;
};
static_assert(sizeof(WireMeasured) == 16);

constexpr uint32_t kMeasuredHasAttached = 1 << 0; /* a scheduler was wanted */
constexpr uint32_t kMeasuredAttached = 1 << 1;	  /* it is attached */
constexpr uint32_t kMeasuredLookedForLeft = 1 << 2;
constexpr uint32_t kMeasuredFlags = (1 << 3) - 1;

} /* namespace ktstr */
