/* SPDX-License-Identifier: GPL-2.0 */
/* TestGuest: a Guest that keeps what it is told, for the unit tests of the executor. */
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/guest.h"

namespace ktstr {

class TestGuest final : public Guest {
public:
	struct Check {
		std::string name;
		CheckReport::Status status;
		std::string detail;
	};

	void check(const CheckReport &report) override
	{
		checks.push_back({report.name, report.status, report.detail});
	}
	void expect(const char *name, bool holds, std::string detail) override
	{
		checks.push_back({name, holds ? CheckReport::pass : CheckReport::fail, detail});
	}
	void stimulus(const std::string &text) override { stimuli.push_back(text); }
	void skip(const char *) override {}
	void sleep_ms(uint32_t) override {}
	unsigned spin(unsigned) override { return 0; }
	uint64_t spun_ms() override { return 0; }
	bool wait_for_file(const char *, std::string_view, uint32_t) override { return false; }
	std::string read_file(const char *) override { return {}; }
	std::string read_text(const char *) override { return {}; }
	bool write_file(const char *, std::string_view) override { return false; }
	std::string scx_state() override { return {}; }
	int64_t scx_event(std::string_view) override { return -1; }
	int64_t scheduler_counter(std::string_view) override { return -1; }
	std::vector<uint64_t> scheduler_values(std::string_view) override { return {}; }
	int run(const char *const[], uint32_t) override { return -1; }
	unsigned cpus() override { return 1; }
	const Topology &topology() override { return topology_; }
	uint64_t seed() override { return 1; }

	/** Of the last check of that name; nullptr: there was none. */
	const Check *find(const std::string &name) const
	{
		for (auto it = checks.rbegin(); it != checks.rend(); ++it)
			if (it->name == name)
				return &*it;
		return nullptr;
	}

	std::vector<Check> checks;
	std::vector<std::string> stimuli;

private:
	Topology topology_;
};

} /* namespace ktstr */
