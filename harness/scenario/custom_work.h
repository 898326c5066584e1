/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work that a case brings itself (Custom in harness/scenario/work.h): a function, registered under
 * a name before main() in the host's program, which checks that scenarios name one that there is,
 * and in init, whose workers run it. The list is immutable from then on; any thread.
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

/** The worker that runs it, in the worker's process and on its one thread. */
class CustomWorker {
public:
	virtual ~CustomWorker() = default;

	/** One more round is done. */
	virtual void iteration() = 0;
	/** Keeps the CPU busy. */
	virtual void burn_us(uint32_t us) = 0;
	virtual void sleep_us(uint32_t us) = 0;
	/** The clock of it all, CLOCK_MONOTONIC. */
	virtual uint64_t now_ns() = 0;
	/**
	 * A sample of wake latency: it was woken at, or should have run from, @due_ns; runs now.
	 */
	virtual void woke(uint64_t due_ns) = 0;
	/** Of 0 .. @bound - 1, from the scenario's seed. */
	virtual uint64_t random(uint64_t bound) = 0;
	/** Which of its team's workers it is, of 0 .. workers() - 1. */
	virtual unsigned number() = 0;
	virtual unsigned workers() = 0;
	/** The work cannot be done: @what, and errno, are why the scenario failed. */
	[[noreturn]] virtual void fail(const char *what) = 0;
};

/** Goes round and round until the worker is killed; to return is a failure of the worker. */
using CustomWork = void (*)(CustomWorker &worker);

struct NamedCustomWork {
	const char *name;
	CustomWork run;
};

/** Null: none has that name. */
CustomWork find_custom_work(std::string_view name);
const std::vector<NamedCustomWork> &all_custom_work();

/** Registers work before main(); use through KTSTR_WORK. Aborts where the name is taken. */
struct CustomWorkRegistration {
	CustomWorkRegistration(const char *name, CustomWork run);
};

#define KTSTR_WORK(name)                                                                           \
	static void name(::ktstr::CustomWorker &worker);                                           \
	static const ::ktstr::CustomWorkRegistration name##_registration(#name, name);             \
	static void name(::ktstr::CustomWorker &worker)

} /* namespace ktstr */
