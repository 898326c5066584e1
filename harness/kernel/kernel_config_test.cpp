/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/kernel_config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "harness/scenario/rules/scenario_needs.h"

namespace ktstr {
namespace {

using Options = std::set<std::string>;

/* Options that no case needs but that building a kernel with the needed ones requires. */
const Options kBuildOnly = {
	"CONFIG_BLK_CGROUP",
	"CONFIG_BLK_DEV",
	"CONFIG_BPF",
	"CONFIG_DEBUG_INFO",
	"CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT",
	"CONFIG_FTRACE",
	"CONFIG_HYPERVISOR_GUEST",
	"CONFIG_KVM_GUEST",
	"CONFIG_NET",
	"CONFIG_NETDEVICES",
	"CONFIG_PARAVIRT",
	"CONFIG_SERIAL_8250",
	"CONFIG_SMP",
	"CONFIG_VIRTIO_MENU",
	"CONFIG_X86_X2APIC",
};

/* Needed, but on by default or selected by other options in the files. */
const Options kImplied = {"CONFIG_BINFMT_ELF", "CONFIG_DEBUG_BUGVERBOSE", "CONFIG_SCHED_INFO",
			  "CONFIG_TRACING"};

/* Next to harness/, wherever the tests run. */
Options options_in(const std::string &name)
{
	std::string here = __FILE__;
	size_t slash = here.rfind("harness/");
	std::ifstream file(here.substr(0, slash) + name);
	Options options;

	for (std::string line; std::getline(file, line);) {
		if (line.starts_with("CONFIG_"))
			options.insert(line.substr(0, line.find('=')));
	}
	return options;
}

Options needed_options()
{
	Options options;

	for (const std::vector<ConfigNeed> &needs :
	     {base_needs(), scx_needs(), all_scenario_options()}) {
		for (const ConfigNeed &need : needs)
			options.insert(need.option);
	}
	for (const Case *test : all_cases())
		options.insert(test->needs_options.begin(), test->needs_options.end());
	return options;
}

Options minus(const Options &all, const Options &known)
{
	Options rest;

	std::set_difference(all.begin(), all.end(), known.begin(), known.end(),
			    std::inserter(rest, rest.end()));
	return rest;
}

TEST(KernelConfig, FilesAndGateNameTheSameOptions)
{
	Options in_files = options_in("config");

	ASSERT_FALSE(in_files.empty());
	in_files.merge(options_in("config.x86_64"));
	EXPECT_EQ(minus(minus(in_files, needed_options()), kBuildOnly), Options());
	EXPECT_EQ(minus(minus(needed_options(), in_files), kImplied), Options());
}

TEST(KernelConfig, GateNamesWhatIsMissing)
{
	std::string text;
	Case test = {.name = "x", .description = "X.", .needs_options = {"CONFIG_MAGIC_SYSRQ"}};

	for (const std::vector<ConfigNeed> &needs : {base_needs(), scx_needs()}) {
		for (const ConfigNeed &need : needs)
			text += std::string(need.option) + "=y\n";
	}
	EXPECT_EQ(missing_for_case(KernelConfig::parse(text), test, false), "CONFIG_MAGIC_SYSRQ");
	text += "CONFIG_MAGIC_SYSRQ=n\n";
	EXPECT_EQ(missing_for_case(KernelConfig::parse(text), test, false), "CONFIG_MAGIC_SYSRQ");
	text += "CONFIG_MAGIC_SYSRQ=y\n";
	EXPECT_EQ(missing_for_case(KernelConfig::parse(text), test, false), "");
	EXPECT_EQ(missing_for_case(KernelConfig::parse("=\nCONFIG_\nCONFIG_64BIT"), test, false),
		  "CONFIG_64BIT");
}

TEST(KernelConfig, GateNamesWhatAScenarioMisses)
{
	std::string text;
	Case test = {.name = "x",
		     .description = "X.",
		     .needs_scx = false,
		     .scenario = {.steps = {{.ops = {Spawn{.work = {.type = IoRandRead{}}}}}}}};

	for (const ConfigNeed &need : base_needs())
		text += std::string(need.option) + "=y\n";
	EXPECT_EQ(missing_for_case(KernelConfig::parse(text), test, true), "CONFIG_VIRTIO_BLK");
	text += "CONFIG_VIRTIO_BLK=m\n";
	EXPECT_EQ(missing_for_case(KernelConfig::parse(text), test, true), "");
	EXPECT_EQ(missing_for_case(KernelConfig::parse(text), test, false), "CONFIG_VIRTIO_BLK");
}

TEST(KernelConfig, Limits)
{
	KernelConfig wide = KernelConfig::parse("CONFIG_NR_CPUS=8192\nCONFIG_NUMA=y\n"
						"CONFIG_NODES_SHIFT=10\n");

	EXPECT_EQ(wide.max_cpus(), 8192u);
	EXPECT_EQ(wide.max_nodes(), 1024u);
	EXPECT_EQ(KernelConfig::parse("CONFIG_64BIT=y").max_cpus(), std::nullopt);
	EXPECT_EQ(KernelConfig::parse("CONFIG_64BIT=y").max_nodes(), 1u);
	for (const char *odd : {"", "x", "-1", "99999999999999999999999"}) {
		KernelConfig config =
			KernelConfig::parse(std::string("CONFIG_NUMA=y\nCONFIG_NR_CPUS=") + odd +
					    "\nCONFIG_NODES_SHIFT=" + odd);

		EXPECT_EQ(config.max_cpus(), std::nullopt) << odd;
		EXPECT_EQ(config.max_nodes(), std::nullopt) << odd;
	}
}

TEST(KernelConfig, ParseAndGate)
{
	KernelConfig config =
		KernelConfig::parse("# CONFIG_A is not set\nCONFIG_B=m\nCONFIG_C=\"x y\"\n"
				    "CONFIG_D=y\r\nnoise\nCONFIG_\n");

	EXPECT_EQ(config.value("CONFIG_A"), "");
	EXPECT_EQ(config.value("CONFIG_B"), "m");
	EXPECT_EQ(config.value("CONFIG_C"), "x y");
	EXPECT_EQ(config.value("CONFIG_D"), "y");
	EXPECT_STREQ(first_missing(config, {{"CONFIG_D", false}, {"CONFIG_B", true}}, false),
		     "CONFIG_B");
	EXPECT_EQ(first_missing(config, {{"CONFIG_D", false}, {"CONFIG_B", true}}, true), nullptr);
}

} /* namespace */
} /* namespace ktstr */
