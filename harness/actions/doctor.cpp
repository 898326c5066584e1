/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/actions/doctor.h"

#include <cstdio>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/hosts/emulator_search.h"
#include "harness/hosts/host_choice.h"
#include "harness/kernel/kernel_source.h"
#include "harness/options/exit_codes.h"
#include "harness/scenario/rules/build_features.h"
#include "vmm/kvm/probe.h"

namespace ktstr {

namespace {

void line(bool good, const char *what, const std::string &detail, const std::string &cure)
{
	printf("%-8s %s%s%s\n", good ? "ok" : "missing", what, detail.empty() ? "" : ": ",
	       detail.c_str());
	if (!good && !cure.empty())
		printf("         fix with: %s\n", cure.c_str());
}

/* Debian's package names; a hint on other distributions. */
constexpr char kGetKernel[] = "apt-get install linux-image-amd64";
constexpr char kGetEmulator[] = "apt-get install qemu-system-x86 linux-image-amd64";

bool examine_hosts(const Settings &settings)
{
	KvmProbe probe = probe_kvm();
	bool kvm = probe.status == KvmStatus::usable;
	std::vector<std::string> lacks = emulated_host_lacks(settings);
	std::string list;

	for (const std::string &what : lacks)
		list += (list.empty() ? "" : "; ") + what;
	if (lacks.empty()) {
		std::string dir = find_emulator(settings).qemu_dir, flaw = emulator_flaw(dir);

		list = dir + "; " + (flaw.empty() ? "QEMU is mended" : flaw);
	}
	line(kvm, "KVM", kvm ? "" : probe.detail, probe.advice);
	line(lacks.empty(), "emulated host", list, kGetEmulator);
	return kvm || lacks.empty();
}

bool examine_kernel(const Options &options, const Settings &settings)
{
	Result<KernelPaths> paths = find_kernel(options.kernel, settings);

	if (!paths.ok()) {
		line(false, "kernel to test", paths.error().to_string(), kGetKernel);
		return false;
	}
	Result<void> cache = make_folders(settings.cache_dir);
	Result<KernelUnderTest> kernel = load_kernel_facts(paths.value(), settings.cache_dir);
	line(cache.ok(), "cache folder", settings.cache_dir, "export KTSTR_CACHE=$(mktemp -d)");
	if (!kernel.ok()) {
		line(false, "kernel to test", kernel.error().to_string(), kGetKernel);
		return false;
	}
	line(true, "kernel to test", kernel.value().paths.image + " " + kernel.value().release, "");
	line(kernel.value().config.has_value(), "its configuration",
	     kernel.value().config ? kernel.value().config_source
				   : std::string("unknown; cases run without it"),
	     "export KTSTR_KERNEL_CONFIG=/boot/config-" + kernel.value().release);
	return true;
}

} /* namespace */

int run_doctor(const Options &options, const Settings &settings)
{
	std::string build = "make -C " + shell_word(parent_of(settings.launcher));
	std::string build_all =
		"apt-get install clang libelf-dev libcap-dev zlib1g-dev && " + build + " clean all";
	bool hosts = examine_hosts(settings);
	bool kernel = examine_kernel(options, settings);
	bool init = file_exists(settings.init);

	line(init, "guest's init program", settings.init, build);
	line(kHaveBpfSchedulers, "built-in BPF schedulers", "", build_all);
	line(!settings.tree_schedulers.empty() && folder_exists(settings.tree_schedulers),
	     "the tree's schedulers", settings.tree_schedulers, build_all);
	line(file_exists("/usr/bin/busybox") || file_exists("/bin/busybox"),
	     "busybox for --exec and --shell", "", "apt-get install busybox-static");
	if (hosts && kernel && init)
		return kExitPass;
	return options.bisect ? kExitCannotTell : kExitFail;
}

} /* namespace ktstr */
