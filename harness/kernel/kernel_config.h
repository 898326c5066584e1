/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KernelConfig: a kernel's .config text, parsed into a table, and the check that compares it with
 * what cases need before anything boots. Pure; immutable after parsing. The text may come from an
 * untrusted image: unknown lines are ignored, never an error.
 */
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/case.h"
#include "harness/scenario/needs.h"

namespace ktstr {

class KernelConfig {
public:
	static KernelConfig parse(std::string_view text);

	/** "y", "m", or a string or number as written; empty: not set. @option includes CONFIG_. */
	std::string value(std::string_view option) const;
	bool empty() const { return options_.empty(); }
	/** CONFIG_NR_CPUS; nullopt: unknown. */
	std::optional<uint64_t> max_cpus() const;
	/** Maximum number of NUMA nodes, likewise; 1 without CONFIG_NUMA. */
	std::optional<uint64_t> max_nodes() const;

private:
	std::map<std::string, std::string, std::less<>> options_;
};

/** What every case needs: channels to the guest, and init in an initramfs. */
const std::vector<ConfigNeed> &base_needs();
/** What CaseScheduler and Case::needs_scx need. */
const std::vector<ConfigNeed> &scx_needs();

/** The first of @needs that @config lacks; nullptr if none. */
const char *first_missing(const KernelConfig &config, const std::vector<ConfigNeed> &needs,
			  bool have_modules);
/** An option that @test needs and @config lacks; empty: none. */
std::string missing_for_case(const KernelConfig &config, const Case &test, bool have_modules);

} /* namespace ktstr */
