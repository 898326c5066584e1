/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Boot benchmark: our VMM beside QEMU's "pc" and "microvm" machines, one after the other in every
 * round, on the same host, with the same kernel, initramfs, command line, vCPUs and memory.
 * Prints medians and ratios to the faster QEMU. Says nothing about pass or fail.
 *
 *   ktstr_bench [ROUNDS [VCPUS]]     measures, on this machine's KVM or in an emulated host
 *   ktstr_bench vmm|series ...       the parts of it that run inside that host
 */
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>

#include "bench/measure.h"
#include "bench/own_vmm.h"
#include "harness/files.h"
#include "harness/host.h"
#include "harness/image/cpio.h"
#include "vmm/image/kernel_image.h"
#include "vmm/kvm/probe.h"

namespace ktstr {

namespace {

constexpr unsigned kBootTimeout = 120;		/* s */
constexpr unsigned kRounds = 5;
constexpr unsigned kVcpus = 2;
constexpr uint64_t kMemoryMib = 512;
constexpr char kCommandLine[] = "console=ttyS0 loglevel=1 panic=-1 reboot=t";
const char *const kMachines[] = {"ktstr", "qemu pc", "qemu microvm"};

BootSetup boot_setup(const std::string &work, unsigned vcpus)
{
	return {work + "/vmlinuz", work + "/initrd", kCommandLine, vcpus, kMemoryMib};
}

/** QEMU comes unpacked, so it runs through the system's loader with its own library folders. */
std::vector<std::string> qemu_argv(const std::string &qemu, const std::string &machine,
				   const BootSetup &setup)
{
	const std::string libraries = "/usr/lib/x86_64-linux-gnu";
	const std::string mib = std::to_string(setup.memory_mib) + "M";
	return {libraries + "/ld-linux-x86-64.so.2", "--library-path",
		qemu + libraries + ":" + qemu + "/lib/x86_64-linux-gnu:" + libraries,
		qemu + "/usr/bin/qemu-system-x86_64", "-L", qemu + "/usr/share/qemu", "-L",
		qemu + "/usr/share/seabios", "-M", machine + ",memory-backend=ram", "-object",
		"memory-backend-memfd,id=ram,share=on,size=" + mib, "-m", mib, "-accel", "kvm",
		"-cpu", "host", "-smp", std::to_string(setup.vcpus), "-nodefaults", "-no-user-config",
		"-display", "none", "-no-reboot", "-serial", "stdio", "-kernel", setup.kernel,
		"-initrd", setup.initrd, "-append", setup.command_line};
}

/** Runs inside the host: @rounds of all machines, one line of figures for each boot. */
int run_series(const std::string &self, const std::string &qemu, const std::string &work,
	       unsigned rounds, unsigned vcpus)
{
	const BootSetup setup = boot_setup(work, vcpus);
	const std::vector<std::string> commands[] = {
		{self, "vmm", work, std::to_string(vcpus)},
		qemu_argv(qemu, "pc", setup),
		qemu_argv(qemu, "microvm", setup),
	};
	int failures = 0;

	for (unsigned round = 0; round <= rounds; round++) {
		for (size_t i = 0; i < std::size(kMachines); i++) {
			Result<BootTimes> times = measure_boot(commands[i], kBootTimeout);
			if (!times) {
				fprintf(stderr, "%s: %s\n", kMachines[i],
					times.error().to_string().c_str());
				failures++;
				continue;
			}
			/* The first round warms the page cache and is not counted. */
			if (round == 0)
				continue;
			const BootTimes &t = times.value();
			printf("%zu %f %f %f %f %f\n", i, t.start, t.kernel, t.to_init, t.teardown,
			       t.memory_over);
			fflush(stdout);
		}
	}
	return failures ? 1 : 0;
}

double median(std::vector<double> values)
{
	if (values.empty())
		return 0;
	std::sort(values.begin(), values.end());
	return values[values.size() / 2];
}

void print_table(const std::string &lines, const char *host)
{
	constexpr size_t kFigures = 5;
	std::map<size_t, std::vector<double>> figures[kFigures];
	std::istringstream in(lines);
	size_t machine;
	double v[kFigures];

	while (in >> machine >> v[0] >> v[1] >> v[2] >> v[3] >> v[4])
		for (size_t f = 0; f < kFigures; f++)
			figures[f][machine].push_back(v[f]);

	const double pc = median(figures[2][1]), microvm = median(figures[2][2]);
	const double best = pc && (!microvm || pc < microvm) ? pc : microvm;
	printf("host: %s; medians, ms; memory: KiB of PSS beside the guest's RAM\n", host);
	printf("%-14s %5s %9s %9s %9s %9s %9s %9s\n", "machine", "boots", "start", "kernel",
	       "to init", "teardown", "memory", "ratio");
	for (size_t m = 0; m < std::size(kMachines); m++)
		printf("%-14s %5zu %9.0f %9.0f %9.0f %9.0f %9.0f %9.2f\n", kMachines[m],
		       figures[2][m].size(), median(figures[0][m]), median(figures[1][m]),
		       median(figures[2][m]), median(figures[3][m]), median(figures[4][m]),
		       best ? median(figures[2][m]) / best : 0);
}

class CollectOutput : public CommandOutput {
public:
	void out(std::span<const std::byte> bytes) override
	{
		lines.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
	}
	void err(std::span<const std::byte> bytes) override
	{
		(void)!::write(STDERR_FILENO, bytes.data(), bytes.size());
	}
	std::string lines;
};

Result<std::unique_ptr<Host>> choose_host(const std::string &self, const std::string &work_dir)
{
	if (probe_kvm().usable())
		return make_local_host();

	EmulatedHostConfig config;
	config.qemu_dir = environment("KTSTR_QEMU_DIR");
	config.kernel = environment("KTSTR_EMU_KERNEL");
	config.modules_dir = environment("KTSTR_EMU_MODULES");
	config.agent = self;
	config.log_dir = work_dir;
	/* Read-only, so that the host inside keeps what it read, as with the folders of a session. */
	config.folders = {{work_dir, false},
			  {config.qemu_dir, false},
			  {parent_of(self), false},
			  {"/usr/lib/x86_64-linux-gnu", false}};
	std::unique_ptr<Host> host = KTSTR_TRY(make_emulated_host(config));
	KTSTR_TRY(host->start());
	return host;
}

/** The initramfs that every machine boots: nothing but guest_init. */
Result<void> pack_guest(const std::string &init, const std::string &path)
{
	CpioWriter archive;
	archive.add_directory("dev");
	archive.add_file("init", KTSTR_TRY(read_file(init)), 0755);
	std::vector<std::byte> bytes = archive.finish();
	return write_file(path, {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
}

Result<void> run_benchmark(const std::string &self, unsigned rounds, unsigned vcpus)
{
	const std::string work = environment("KTSTR_BENCH_DIR");
	const BootSetup setup = boot_setup(work, vcpus);

	KTSTR_TRY(make_folders(work));
	KTSTR_TRY(write_file(setup.kernel, KTSTR_TRY(read_file(environment("KTSTR_KERNEL")))));
	KTSTR_TRY(pack_guest(parent_of(self) + "/bench_guest_init", setup.initrd));
	/* Fills the cache, as the coordinator does before its sessions. */
	KTSTR_TRY(open_kernel_image(setup.kernel, work));

	std::unique_ptr<Host> host = KTSTR_TRY(choose_host(self, work));
	Command command;
	command.argv = {self, "series", environment("KTSTR_QEMU_DIR"), work,
			std::to_string(rounds), std::to_string(vcpus)};
	command.deadline = std::chrono::seconds(kBootTimeout) * 3 * (rounds + 1);

	CollectOutput output;
	CommandResult result = host->run(command, output);
	if (output.lines.empty())
		return format_error("measure boots", result.detail);
	print_table(output.lines, host->kind());
	return {};
}

int bench_main(const std::vector<std::string> &arguments, const std::string &self)
{
	auto number = [&](size_t i, unsigned otherwise) {
		return i < arguments.size() ? unsigned(atoi(arguments[i].c_str())) : otherwise;
	};
	Result<void> done;

	if (arguments.size() == 3 && arguments[0] == "vmm") {
		BootSetup setup = boot_setup(arguments[1], number(2, kVcpus));
		done = run_own_vmm(setup, arguments[1]);
	} else if (arguments.size() == 5 && arguments[0] == "series") {
		return run_series(self, arguments[1], arguments[2], number(3, kRounds),
				  number(4, kVcpus));
	} else {
		done = run_benchmark(self, number(0, kRounds), number(1, kVcpus));
	}
	if (!done)
		fprintf(stderr, "ktstr_bench: %s\n", done.error().to_string().c_str());
	return done ? 0 : 1;
}

} /* namespace */

} /* namespace ktstr */

int main(int argc, char **argv)
{
	if (getpid() == 1)
		ktstr::emulated_host_agent();
	return ktstr::bench_main({argv + 1, argv + argc}, ktstr::real_path("/proc/self/exe"));
}
