/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work that a case defines itself (Custom in harness/scenario/work.h): a function registered under
 * a name before main(). The host checks that scenarios name an existing one; init's workers run it.
 * The list is immutable afterwards; any thread.
 *
 *	KTSTR_WORK(two_bursts)
 *	{
 *		for (;;) {
 *			worker.burn_us(100 + worker.random(100));
 *			worker.iteration();
 *		}
 *	}
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ktstr {

/** The worker that runs the function, on the only thread of the worker's process. */
class CustomWorker {
public:
	virtual ~CustomWorker() = default;

	/** Counts one more iteration. */
	virtual void iteration() = 0;
	/** Keeps the CPU busy. */
	virtual void burn_us(uint32_t us) = 0;
	virtual void sleep_us(uint32_t us) = 0;
	/** CLOCK_MONOTONIC, the clock of all workers. */
	virtual uint64_t now_ns() = 0;
	/**
	 * Adds a sample of wake latency: the worker was due at @due_ns and runs now.
	 */
	virtual void woke(uint64_t due_ns) = 0;
	/** A number in 0 .. @bound - 1, from the scenario's seed. */
	virtual uint64_t random(uint64_t bound) = 0;
	/** Its number in its team, 0 .. workers() - 1. */
	virtual unsigned number() = 0;
	virtual unsigned workers() = 0;
	/** The work is impossible: the scenario fails with @what and errno as the reason. */
	[[noreturn]] virtual void fail(const char *what) = 0;
};

/** Loops until the worker is killed; returning is a failure of the worker. */
using CustomWork = void (*)(CustomWorker &worker);

struct NamedCustomWork {
	const char *name;
	CustomWork run;
};

/** nullptr: no work has that name. */
CustomWork find_custom_work(std::string_view name);
const std::vector<NamedCustomWork> &all_custom_work();

/** Registers work before main(); use through KTSTR_WORK. Aborts if the name is taken. */
struct CustomWorkRegistration {
	CustomWorkRegistration(const char *name, CustomWork run);
};

#define KTSTR_WORK(name)                                                                           \
	static void name(::ktstr::CustomWorker &worker);                                           \
	static const ::ktstr::CustomWorkRegistration name##_registration(#name, name);             \
	static void name(::ktstr::CustomWorker &worker)

} /* namespace ktstr */
