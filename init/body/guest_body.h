/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GuestBody: the Guest of a case's body. Lives in the body's own process, on its only thread;
 * reaches the host through the link to PID 1.
 */
#pragma once

#include <sys/types.h>

#include <vector>

#include "harness/scenario/guest.h"
#include "harness/wire/job.h"
#include "harness/wire/record_types.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** The head of the record for @report; name and detail follow it. */
WireCheck wire_check(const CheckReport &report);

class GuestBody final : public Guest {
public:
	/** Owns neither; both must outlive it. */
	GuestBody(const UniqueFd &link, const Job &job) : link_(link), job_(job) {}

	/** Sends a record to the host through PID 1. Exits if that fails. */
	void send(RecordType type, std::string_view payload);
	void check(const CheckReport &report) override;
	void expect(const char *name, bool holds, std::string detail) override;
	[[noreturn]] void skip(const char *what) override;
	void stimulus(const std::string &text) override;
	void sleep_ms(uint32_t ms) override;
	unsigned spin(unsigned count) override;
	uint64_t spun_ms() override;
	bool wait_for_file(const char *path, std::string_view value, uint32_t ms) override;
	std::string read_file(const char *path) override;
	std::string read_text(const char *path) override;
	bool write_file(const char *path, std::string_view value) override;
	std::string scx_state() override;
	int64_t scx_event(std::string_view name) override;
	int64_t scheduler_counter(std::string_view name) override;
	std::vector<uint64_t> scheduler_values(std::string_view name) override;
	int run(const char *const argv[], uint32_t timeout_ms) override;
	unsigned cpus() override;
	const Topology &topology() override { return job_.topology; }
	uint64_t seed() override { return job_.seed; }

private:
	const UniqueFd &link_;
	const Job &job_;
	std::vector<pid_t> spinners_;
};

} /* namespace ktstr */
