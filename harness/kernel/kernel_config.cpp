/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/kernel_config.h"

#include "harness/base/text.h"
#include "harness/scenario/devices.h"
#include "harness/scenario/rules/scenario_needs.h"

namespace ktstr {

KernelConfig KernelConfig::parse(std::string_view text)
{
	KernelConfig config;

	for (std::string_view raw : split(text, '\n')) {
		std::string_view line = trim(raw);
		size_t at = line.find('=');

		if (!line.starts_with("CONFIG_") || at == std::string_view::npos)
			continue;
		std::string_view value = line.substr(at + 1);

		if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
			value = value.substr(1, value.size() - 2);
		/* If an option is repeated, the last one counts, as in Kconfig. */
		config.options_[std::string(line.substr(0, at))] = value == "n" ? "" : value;
	}
	return config;
}

std::string KernelConfig::value(std::string_view option) const
{
	auto found = options_.find(option);

	return found == options_.end() ? "" : found->second;
}

std::optional<uint64_t> KernelConfig::max_cpus() const
{
	std::optional<uint64_t> cpus = parse_number(value("CONFIG_NR_CPUS"));

	return cpus == 0 ? std::nullopt : cpus;
}

/* MAX_NUMNODES (include/linux/numa.h) */
std::optional<uint64_t> KernelConfig::max_nodes() const
{
	constexpr uint64_t kWidest = 16; /* far beyond arch/x86/Kconfig's range */
	std::optional<uint64_t> shift = parse_number(value("CONFIG_NODES_SHIFT"), kWidest);

	if (value("CONFIG_NUMA") != "y")
		return 1;
	return shift ? std::optional(uint64_t{1} << *shift) : std::nullopt;
}

const std::vector<ConfigNeed> &base_needs()
{
	static const std::vector<ConfigNeed> needs = [] {
		std::vector<ConfigNeed> all = {
			{"CONFIG_64BIT", false},
			{"CONFIG_BLK_DEV_INITRD", false},
			{"CONFIG_BINFMT_ELF", false},
			{"CONFIG_ACPI", false},
			{"CONFIG_PCI", false},
			{"CONFIG_PCI_MSI", false},
			{"CONFIG_SERIAL_8250_CONSOLE", false},
			{"CONFIG_PROC_FS", false},
			{"CONFIG_SYSFS", false},
			{"CONFIG_DEVTMPFS", false},
			{"CONFIG_TMPFS", false},
		};

		for (const DeviceDriver &driver : kBaseDrivers)
			all.push_back({driver.option, true});
		return all;
	}();

	return needs;
}

const std::vector<ConfigNeed> &scx_needs()
{
	static const std::vector<ConfigNeed> needs = {
		{"CONFIG_SCHED_CLASS_EXT", false},
		{"CONFIG_BPF_SYSCALL", false},
		{"CONFIG_BPF_JIT", false},
		{"CONFIG_DEBUG_INFO_BTF", false},
	};

	return needs;
}

const char *first_missing(const KernelConfig &config, const std::vector<ConfigNeed> &needs,
			  bool have_modules)
{
	for (const ConfigNeed &need : needs) {
		std::string value = config.value(need.option);

		if (value == "y" || (value == "m" && need.module_will_do && have_modules))
			continue;
		return need.option;
	}
	return nullptr;
}

std::string missing_for_case(const KernelConfig &config, const Case &test, bool have_modules)
{
	const char *missing = first_missing(config, base_needs(), have_modules);

	if (!missing && test.needs_scx)
		missing = first_missing(config, scx_needs(), have_modules);
	if (missing)
		return missing;
	for (const char *option : test.needs_options) {
		if (config.value(option).empty())
			return option;
	}
	if (!test.scenario.empty())
		missing = first_missing(config, scenario_needs(test).options, have_modules);
	return missing ? missing : "";
}

} /* namespace ktstr */
