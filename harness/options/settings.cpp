/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/settings.h"

#include <algorithm>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace ktstr {

namespace {

/* Time to print the remaining lines before kselftest's own timeout kills us. */
constexpr uint64_t kReportSeconds = 5;

std::string or_else(std::string value, const std::string &fallback)
{
	return value.empty() ? fallback : value;
}

/*
 * O= and KBUILD_OUTPUT reach us through make. A build for O= lies in O/kselftest/ktstr, a plain one
 * in the tree itself, in tools/testing/selftests/ktstr.
 */
std::vector<std::string> build_folders(const std::string &source_dir, const std::string &binary_dir)
{
	std::vector<std::string> folders = {environment("O"), environment("KBUILD_OUTPUT"),
					    source_dir + "/../..", binary_dir + "/../..",
					    source_dir + "/../../../.."};

	std::erase(folders, "");
	return folders;
}

} /* namespace */

Result<Settings> read_settings()
{
	Settings s;
	std::string home_cache = or_else(environment("XDG_CACHE_HOME"),
					 or_else(environment("HOME"), "/root") + "/.cache");

	s.binary = real_path("/proc/self/exe");
	s.init = or_else(environment("KTSTR_INIT"), parent_of(s.binary) + "/ktstr_init");
	s.cache_dir = or_else(environment("KTSTR_CACHE"), home_cache + "/ktstr");
	s.tree_schedulers = environment("KTSTR_TREE_SCHEDULERS");
	s.kernel = environment("KTSTR_KERNEL");
	s.kernel_config = environment("KTSTR_KERNEL_CONFIG");
	s.kernel_modules = environment("KTSTR_KERNEL_MODULES");
	s.qemu_dir = environment("KTSTR_QEMU_DIR");
	s.emu_kernel = environment("KTSTR_EMU_KERNEL");
	s.emu_modules = environment("KTSTR_EMU_MODULES");
	s.temporary = or_else(environment("TMPDIR"), "/tmp");
	s.launcher = or_else(environment("KTSTR_LAUNCHER"), s.binary);
	s.build_folders = build_folders(or_else(environment("KTSTR_HERE"), parent_of(s.binary)),
					parent_of(s.binary));
	s.slow = environment("KSFT_MACHINE_SLOW") == "yes";
	s.deadline = std::chrono::steady_clock::time_point::max();

	std::string timeout = environment("kselftest_timeout");
	if (!timeout.empty()) {
		std::optional<uint64_t> seconds = parse_number(timeout, 1u << 30);

		if (!seconds)
			return format_error("kselftest_timeout is not a number", timeout);
		/* kselftest: 0 is no timeout at all. */
		if (*seconds)
			s.deadline = std::chrono::steady_clock::now() +
				     std::chrono::seconds(
					     std::max<uint64_t>(*seconds, kReportSeconds + 1) -
					     kReportSeconds);
	}
	return s;
}

} /* namespace ktstr */
