/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/host_choice.h"

#include <sched.h>

#include <algorithm>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/hosts/emulator_search.h"
#include "vmm/kvm/probe.h"

namespace ktstr {

namespace {

constexpr uint64_t kEmulatedMemoryMib = 4096;
/* Memory that the VMM and QEMU need on top of the emulated memory. */
constexpr uint64_t kVmOverheadMib = 64;
constexpr uint64_t kEmulatedOverheadMib = 1536;

/* Memory of the emulated host that its own kernel and boot files use. */
constexpr uint64_t kEmulatedReserveMib = 256;

/* 0 if unknown. */
uint64_t meminfo_mib(std::string_view key)
{
	Result<std::string> text = read_file("/proc/meminfo", 1 << 20);

	if (!text.ok())
		return 0;
	for (std::string_view line : split(text.value(), '\n')) {
		if (!line.starts_with(key))
			continue;
		std::string_view number = trim(line.substr(key.size()));

		return parse_number(number.substr(0, number.find(' '))).value_or(0) / 1024;
	}
	return 0;
}

/* The contract defines three reasons; the notes give the exact one. */
const char *skip_reason(KvmStatus status)
{
	switch (status) {
	case KvmStatus::absent:
		return "kvm-absent";
	case KvmStatus::denied:
	case KvmStatus::refused:
		return "kvm-denied";
	case KvmStatus::usable:
	case KvmStatus::busy:
	case KvmStatus::unusable:
		break;
	}
	return "kvm-unusable";
}

} /* namespace */

unsigned usable_cpus()
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return unsigned(std::max(CPU_COUNT(&set), 1));
}

std::vector<std::string> emulated_host_lacks(const Settings &settings)
{
	EmulatorParts parts = find_emulator(settings);
	std::vector<std::string> lacks;

	if (parts.qemu_dir.empty() || !folder_exists(parts.qemu_dir))
		lacks.push_back("QEMU 10 or newer, unpacked (KTSTR_QEMU_DIR)");
	if (parts.kernel.empty() || !file_exists(parts.kernel))
		lacks.push_back("a distro kernel for the emulated host (KTSTR_EMU_KERNEL)");
	if (parts.modules.empty() || !folder_exists(parts.modules))
		lacks.push_back("modules for that kernel, including kvm-amd and 9p "
				"(KTSTR_EMU_MODULES)");
	return lacks;
}

ChosenHost choose_host(HostChoice wanted, const Settings &settings)
{
	ChosenHost chosen;
	KvmProbe probe;

	if (wanted != HostChoice::tcg) {
		probe = probe_kvm();
		if (probe.status == KvmStatus::usable) {
			chosen.kind = "kvm";
			return chosen;
		}
		chosen.notes.push_back("KVM: " + probe.detail);
		if (!probe.advice.empty())
			chosen.notes.push_back("KVM: " + probe.advice);
	}
	if (wanted != HostChoice::kvm) {
		std::vector<std::string> lacks = emulated_host_lacks(settings);

		if (lacks.empty()) {
			std::string flaw = emulator_flaw(find_emulator(settings).qemu_dir);

			chosen.kind = "tcg";
			if (!flaw.empty())
				chosen.notes.push_back("emulated host: " + flaw);
			return chosen;
		}
		for (const std::string &what : lacks)
			chosen.notes.push_back("emulated host: missing " + what);
	}
	chosen.skip_reason =
		wanted == HostChoice::tcg ? "emulated-host-absent" : skip_reason(probe.status);
	return chosen;
}

HostFactory host_factory(const std::string &kind, const Settings &settings,
			 const std::string &kernel, const std::string &out_dir)
{
	if (kind == "kvm")
		return [] { return Result<std::unique_ptr<Host>>(make_local_host()); };

	EmulatorParts parts = find_emulator(settings);
	EmulatedHostConfig config;
	config.qemu_dir = parts.qemu_dir;
	config.kernel = parts.kernel;
	config.modules_dir = parts.modules;
	config.agent = settings.binary;
	config.memory_mib = kEmulatedMemoryMib;
	config.log_dir = out_dir + "/hosts";
	config.folders = {{parent_of(settings.binary), false},
			  {parent_of(kernel), false},
			  {settings.cache_dir, false},
			  {out_dir, true}};
	return [config]() -> Result<std::unique_ptr<Host>> {
		KTSTR_TRY(make_folders(config.log_dir));
		return make_emulated_host(config);
	};
}

HostFactory started(HostFactory make)
{
	return [make = std::move(make)]() -> Result<std::unique_ptr<Host>> {
		std::unique_ptr<Host> host = KTSTR_TRY(make());

		KTSTR_TRY(host->start());
		return host;
	};
}

uint64_t host_memory_mib(const std::string &kind)
{
	if (kind == "tcg")
		return kEmulatedMemoryMib - kEmulatedReserveMib;
	uint64_t mib = meminfo_mib("MemTotal:");

	return mib ? mib : kMaxMemoryMib;
}

unsigned default_jobs(const std::string &kind, uint64_t memory_mib)
{
	uint64_t each = kind == "tcg" ? kEmulatedMemoryMib + kEmulatedOverheadMib
				      : memory_mib + kVmOverheadMib;
	uint64_t by_memory = meminfo_mib("MemAvailable:") / each;

	return unsigned(std::max<uint64_t>(std::min<uint64_t>(usable_cpus(), by_memory), 1));
}

} /* namespace ktstr */
