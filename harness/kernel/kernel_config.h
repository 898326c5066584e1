/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KernelConfig: a kernel's configuration as text (.config) read into a table, and the gate that
 * compares it with what cases need, before anything boots. Pure; immutable after parsing. The text
 * may come out of an untrusted image: unknown lines are ignored, never an error.
 */
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/case.h"
#include "harness/scenario/rules/config_need.h"

namespace ktstr {

class KernelConfig {
public:
	static KernelConfig parse(std::string_view text);

	/** "y", "m", a string or number as written; empty: not set. @option with its CONFIG_. */
	std::string value(std::string_view option) const;
	bool empty() const { return options_.empty(); }
	/** CPUs that it was built for; nothing: not told. */
	std::optional<uint64_t> max_cpus() const;
	/** NUMA nodes, the same way; 1 without CONFIG_NUMA. */
	std::optional<uint64_t> max_nodes() const;

private:
	std::map<std::string, std::string, std::less<>> options_;
};

/** What every case needs: the channels to the guest, and an init in a cpio. */
const std::vector<ConfigNeed> &base_needs();
/** What CaseScheduler and Case::needs_scx stand for. */
const std::vector<ConfigNeed> &scx_needs();

/** First of @needs that @config lacks; nullptr if it has them all. */
const char *first_missing(const KernelConfig &config, const std::vector<ConfigNeed> &needs,
			  bool have_modules);
/** The option that keeps @test from running on @config; empty: nothing does. */
std::string missing_for_case(const KernelConfig &config, const Case &test, bool have_modules);

} /* namespace ktstr */
