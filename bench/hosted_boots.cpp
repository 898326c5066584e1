/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/hosted_boots.h"

#include <unistd.h>

#include "bench/own_vmm.h"
#include "bench/qemu_machine.h"
#include "harness/base/files.h"
#include "harness/hosts/emulator_search.h"
#include "harness/image/cpio.h"
#include "harness/kernel/kernel_source.h"
#include "vmm/image/kernel_image.h"
#include "vmm/kvm/probe.h"

namespace ktstr {

namespace {

constexpr std::chrono::seconds kCommandMargin(60);

class CollectOutput : public CommandOutput {
public:
	void out(std::span<const std::byte> bytes) override
	{
		text.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
	}
	void err(std::span<const std::byte> bytes) override
	{
		(void)!::write(STDERR_FILENO, bytes.data(), bytes.size());
	}
	std::string text;
};

unsigned online_cpus()
{
	return unsigned(sysconf(_SC_NPROCESSORS_ONLN));
}

Result<std::unique_ptr<Host>> choose_host(const std::string &self, const std::string &work,
					  const EmulatorParts &parts)
{
	if (probe_kvm().usable())
		return make_local_host();

	EmulatedHostConfig config;
	config.qemu_dir = parts.qemu_dir;
	config.kernel = parts.kernel;
	config.modules_dir = parts.modules;
	config.agent = self;
	config.log_dir = work;
	/* Read-only, so that the host inside keeps what it has read, as in a session. */
	config.folders = {{work, false},
			  {config.qemu_dir, false},
			  {parent_of(self), false},
			  {"/usr/lib/x86_64-linux-gnu", false}};
	std::unique_ptr<Host> host = KTSTR_TRY(make_emulated_host(config));
	KTSTR_TRY(host->start());
	return host;
}

/** Packs the initramfs that every machine boots: nothing but guest_init. */
Result<void> pack_guest(const std::string &init, const std::string &path)
{
	CpioWriter archive;
	archive.add_directory("dev");
	archive.add_directory("proc");
	archive.add_directory("sys");
	archive.add_file("init", KTSTR_TRY(read_file(init)), 0755);
	std::vector<std::byte> bytes = archive.finish();
	return write_file(path, {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
}

/** Says why a command gave no figures; its own messages are on stderr. */
std::string failure(const CommandResult &result)
{
	if (result.kind == CommandResult::exited)
		return "exit code " + std::to_string(result.code);
	return result.detail.empty() ? "ended by the host" : result.detail;
}

} /* namespace */

HostedBoots::HostedBoots(std::string self, std::string work, std::string qemu_dir,
			 std::unique_ptr<Host> host)
	: self_(std::move(self)), work_(std::move(work)), qemu_dir_(std::move(qemu_dir)),
	  host_(std::move(host))
{}

Result<HostedBoots> HostedBoots::create(const std::string &self)
{
	const std::string work = environment("KTSTR_BENCH_DIR");
	const BootSetup setup = KTSTR_TRY(make_boot_setup(work, {}, online_cpus()));

	const Settings settings = KTSTR_TRY(read_settings());
	const KernelPaths kernel = KTSTR_TRY(find_kernel("", settings));
	const EmulatorParts parts = find_emulator(settings);

	KTSTR_TRY(make_folders(work));
	KTSTR_TRY(write_file(setup.kernel, KTSTR_TRY(read_file(kernel.image))));
	KTSTR_TRY(pack_guest(parent_of(self) + "/bench_guest_init", setup.initrd));
	/* Fills the cache, as the coordinator does before its sessions. */
	KTSTR_TRY(open_kernel_image(setup.kernel, work));
	return HostedBoots(self, work, parts.qemu_dir, KTSTR_TRY(choose_host(self, work, parts)));
}

Result<BootTimes> HostedBoots::boot(const std::string &machine, const BootSize &size,
				    const std::string &label)
{
	const BootSetup setup = KTSTR_TRY(make_boot_setup(work_, size, online_cpus()));
	Command command;
	command.argv = {self_,
			"boot",
			machine,
			qemu_dir_,
			work_,
			std::to_string(size.vcpus),
			std::to_string(size.nodes)};
	command.deadline = std::chrono::seconds(setup.timeout_s) + kCommandMargin;

	/* Complete lines, because QEMU's warnings come in between. */
	const std::string name = std::to_string(size.vcpus) + " vCPUs, " + machine + ", " + label;
	fprintf(stderr, "bench: %s ...\n", name.c_str());
	CollectOutput output;
	CommandResult result = host_->run(command, output);
	Result<BootTimes> times = parse_boot_times(output.text);
	if (!times)
		times = format_error("no figures", failure(result));
	if (times)
		fprintf(stderr, "bench: %s: %.0f ms to init\n", name.c_str(),
			times.value().to_init);
	else
		fprintf(stderr, "bench: %s: %s\n", name.c_str(), times.error().to_string().c_str());
	return times;
}

Result<void> measure_inside(const std::string &self, const std::string &machine,
			    const std::string &qemu, const std::string &work, const BootSize &size)
{
	const BootSetup setup = KTSTR_TRY(make_boot_setup(work, size, online_cpus()));
	const std::vector<std::string> own = {self, "vmm", work, std::to_string(size.vcpus),
					      std::to_string(size.nodes)};
	BootTimes times = KTSTR_TRY(measure_boot(
		machine == kOwnMachine ? own : qemu_argv(qemu, machine, setup), setup.timeout_s));

	if (times.cpus != size.vcpus)
		return format_error("not all vCPUs came up, only",
				    std::to_string(long(times.cpus)));
	fputs(to_line(times).c_str(), stdout);
	return {};
}

Result<void> own_machine_inside(const std::string &work, const BootSize &size)
{
	return run_own_vmm(KTSTR_TRY(make_boot_setup(work, size, online_cpus())), work);
}

} /* namespace ktstr */
