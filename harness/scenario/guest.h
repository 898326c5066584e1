/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guest: init's services for a case's guest-side body. Implemented in init/: a case compiles on
 * both sides but runs only inside the guest, on one thread in a child process of PID 1.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/topology/topology.h"

namespace ktstr {

/** One judged measurement; without data the case is inconclusive. */
struct CheckReport {
	const char *name; /* stable, [a-z0-9-]+; becomes assert:<name> */
	enum Status { pass, fail, no_data } status;
	double measured = 0;
	double bound = 0;
	const char *unit = "";
	std::string detail = {}; /* for the user */
};

class Guest {
public:
	virtual ~Guest() = default;

	virtual void check(const CheckReport &report) = 0;
	/** Short form: whether it @holds, and what was seen. */
	virtual void expect(const char *name, bool holds, std::string detail) = 0;
	/** Ends the case as a skip; @what is "feature-missing:<name>" with no numbers in it. */
	virtual void skip(const char *what) = 0;

	/** Records what was just done, with a timestamp, for readers of the artifacts. */
	virtual void stimulus(const std::string &text) = 0;

	/** Sleeps @ms of guest time, stretched on slow machines. */
	virtual void sleep_ms(uint32_t ms) = 0;
	/** Spawns @count processes that burn CPU until the case ends; the number that started. */
	virtual unsigned spin(unsigned count) = 0;
	/** CPU time of all these processes so far. */
	virtual uint64_t spun_ms() = 0;
	/** Waits up to @ms; true once the file's content is @value (trailing newline ignored). */
	virtual bool wait_for_file(const char *path, std::string_view value, uint32_t ms) = 0;
	/** Contents of a small file, without the trailing newline; empty if it cannot be read. */
	virtual std::string read_file(const char *path) = 0;
	/** All of a larger file, such as those of /proc; empty if it cannot be read. */
	virtual std::string read_text(const char *path) = 0;
	virtual bool write_file(const char *path, std::string_view value) = 0;
	/** /sys/kernel/sched_ext/state, and the sum of counter @name over root/events. */
	virtual std::string scx_state() = 0;
	virtual int64_t scx_event(std::string_view name) = 0;
	/** How often callback @name ran in the attached built-in scheduler; -1: unknown. */
	virtual int64_t scheduler_counter(std::string_view name) = 0;
	/**
	 * Array @name among the global variables of the attached built-in scheduler; empty:
	 * unknown.
	 */
	virtual std::vector<uint64_t> scheduler_values(std::string_view name) = 0;
	/**
	 * Runs @argv[0] with its arguments until it ends. Returns the exit code, 128+signal, or -1
	 * if it could not start.
	 */
	virtual int run(const char *const argv[], uint32_t timeout_ms) = 0;
	virtual unsigned cpus() = 0;
	/** The declared topology of the machine. */
	virtual const Topology &topology() = 0;
	virtual uint64_t seed() = 0;
};

} /* namespace ktstr */
