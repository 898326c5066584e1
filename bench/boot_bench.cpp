/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Boot benchmark: our VMM against QEMU's machines, one after the other in every round, on the same
 * host, with the same kernel, initramfs, command line, topology and memory (512 MiB, plus 4 MiB per
 * vCPU). vCPUs come up as in a session, by the kernel or by the guest's init
 * (harness/kernel/cpu_bringup.h), and a boot ends once all of them are up. When init brings them
 * up, a QEMU guest takes longer for each CPU: it has a PAT and enabled MTRRs, for which the kernel
 * stops all CPUs each time. Only the QEMU machine that is faster at the first width is measured at
 * the others. Prints medians, and ratios to the faster QEMU machine. There is no pass or fail.
 *
 *   ktstr_bench [ROUNDS [VCPUS]]             all figures for one width
 *   ktstr_bench widths WIDTHS ROUNDS NODES   time to init by width, row by row; progress on stderr
 *   ktstr_bench boot|vmm ...                 the parts that run inside the host
 *
 * Topology: one package per NUMA node, with the fewest equal LLCs of at most 18 cores: 252 vCPUs
 * are 1:14:18:1. pc (q35 above 255 vCPUs) gets -smp 252,sockets=1,dies=14,cores=18. microvm has no
 * dies, so it gets sockets=14,cores=18, and no SRAT, so it is left out with NUMA.
 */
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "bench/hosted_boots.h"
#include "bench/qemu_machine.h"
#include "bench/width_table.h"
#include "harness/base/files.h"
#include "harness/base/text.h"

namespace ktstr {

namespace {

constexpr unsigned kRounds = 5;
constexpr unsigned kMaxRounds = 1000;
constexpr char kWarmUp[] = "warm-up";

using Arguments = std::vector<std::string>;
using MachineBoots = std::map<std::string, std::vector<BootTimes>>;

/** Our machine and QEMU's of this width; of QEMU's just @only, if it is one of them. */
std::vector<std::string> all_machines(const BootSize &size, const std::string &only = {})
{
	std::vector<std::string> machines = {kOwnMachine};
	const std::vector<std::string> qemu = qemu_machines(size);
	const bool found = std::find(qemu.begin(), qemu.end(), only) != qemu.end();

	for (const std::string &machine : qemu) {
		if (!found || machine == only)
			machines.push_back(machine);
	}
	return machines;
}

/** With @warm_up a first round warms the page cache and is not counted. */
MachineBoots run_rounds(HostedBoots &host, const BootSize &size, unsigned rounds, bool warm_up,
			const std::string &only = {})
{
	MachineBoots boots;

	for (unsigned round = warm_up ? 0 : 1; round <= rounds; round++) {
		const std::string label = round ? "round " + std::to_string(round) : kWarmUp;
		for (const std::string &machine : all_machines(size, only)) {
			Result<BootTimes> times = host.boot(machine, size, label);
			if (times && round)
				boots[machine].push_back(times.value());
		}
	}
	return boots;
}

std::vector<double> figures(const std::vector<BootTimes> &boots, double BootTimes::*figure)
{
	std::vector<double> values;

	for (const BootTimes &times : boots)
		values.push_back(times.*figure);
	return values;
}

MachineTimes times_to_init(const MachineBoots &boots)
{
	MachineTimes times;

	for (const auto &[machine, all] : boots)
		times[machine] = figures(all, &BootTimes::to_init);
	return times;
}

void print_table(const BootSize &size, const MachineBoots &boots, const char *host)
{
	constexpr double BootTimes::*kFigures[] = {&BootTimes::start, &BootTimes::kernel,
						   &BootTimes::to_init, &BootTimes::teardown,
						   &BootTimes::memory_over};
	const std::optional<double> best = make_width_row(size.vcpus, times_to_init(boots)).qemu;

	printf("host: %s; medians, ms; memory: KiB of PSS without guest RAM\n", host);
	printf("%-14s %5s %9s %9s %9s %9s %9s %9s\n", "machine", "boots", "start", "kernel",
	       "to init", "teardown", "memory", "ratio");
	for (const std::string &machine : all_machines(size)) {
		const auto found = boots.find(machine);
		const std::vector<BootTimes> all =
			found == boots.end() ? std::vector<BootTimes>() : found->second;
		const std::string name = machine == kOwnMachine ? machine : "qemu " + machine;
		printf("%-14s %5zu", name.c_str(), all.size());
		for (double BootTimes::*figure : kFigures)
			printf(" %9.0f", median(figures(all, figure)).value_or(0));
		printf(" %9.2f\n",
		       best ? median(figures(all, &BootTimes::to_init)).value_or(0) / *best : 0);
	}
}

Result<void> run_benchmark(const std::string &self, unsigned rounds, const BootSize &size)
{
	KTSTR_TRY(check_boot_size(size));
	HostedBoots host = KTSTR_TRY(HostedBoots::create(self));
	const MachineBoots boots = run_rounds(host, size, rounds, true);

	if (boots.empty())
		return format_error("no machine booted");
	print_table(size, boots, host.host_kind());
	return {};
}

Result<void> run_widths(const std::string &self, const std::vector<unsigned> &widths,
			unsigned rounds, unsigned nodes)
{
	HostedBoots host = KTSTR_TRY(HostedBoots::create(self));
	std::optional<WidthRow> before;
	std::string faster;
	bool any = false;

	printf("host: %s; ms to init, medians of %u; NUMA nodes: %u; qemu: the faster machine; per "
	       "vCPU: cost of each one added since the row above\n%s",
	       host.host_kind(), rounds, nodes, width_header().c_str());
	fflush(stdout);
	for (unsigned vcpus : widths) {
		const MachineBoots boots =
			run_rounds(host, {vcpus, nodes}, rounds, !before, faster);
		WidthRow row = make_width_row(vcpus, times_to_init(boots));
		fputs(format_width_row(row, before ? &*before : nullptr).c_str(), stdout);
		fflush(stdout);
		any = any || !boots.empty();
		/* QEMU's slower machines would cost their time again at every width. */
		if (faster.empty())
			faster = row.qemu_machine;
		before = row;
	}
	if (!any)
		return format_error("no machine booted");
	return {};
}

/** Argument @i, or @otherwise if there are fewer arguments. */
Result<unsigned> number(const Arguments &arguments, size_t i, unsigned otherwise, const char *name)
{
	if (i >= arguments.size())
		return otherwise;
	std::optional<uint64_t> value = parse_number(arguments[i], UINT32_MAX);
	if (!value || !*value)
		return format_error(name, "not a number above 0: '" + arguments[i] + "'");
	return unsigned(*value);
}

Result<unsigned> rounds_argument(const Arguments &arguments, size_t i)
{
	const unsigned rounds = KTSTR_TRY(number(arguments, i, kRounds, "bad number of rounds"));

	if (rounds > kMaxRounds)
		return format_error("bad number of rounds, above 1000", arguments[i]);
	return rounds;
}

Result<BootSize> size_arguments(const Arguments &arguments, size_t i)
{
	BootSize size;

	size.vcpus = KTSTR_TRY(number(arguments, i, size.vcpus, "bad width"));
	size.nodes = KTSTR_TRY(number(arguments, i + 1, size.nodes, "bad number of NUMA nodes"));
	return size;
}

Result<void> run_command(const Arguments &arguments, const std::string &self)
{
	const std::string mode = arguments.empty() ? "" : arguments[0];

	if (mode == "vmm" && arguments.size() == 4)
		return own_machine_inside(arguments[1], KTSTR_TRY(size_arguments(arguments, 2)));
	if (mode == "boot" && arguments.size() == 6)
		return measure_inside(self, arguments[1], arguments[2], arguments[3],
				      KTSTR_TRY(size_arguments(arguments, 4)));
	if (mode == "widths" && arguments.size() == 4) {
		const unsigned rounds = KTSTR_TRY(rounds_argument(arguments, 2));
		const unsigned nodes =
			KTSTR_TRY(number(arguments, 3, 1, "bad number of NUMA nodes"));
		return run_widths(self, KTSTR_TRY(parse_widths(arguments[1], nodes)), rounds,
				  nodes);
	}
	if (arguments.size() > 2)
		return format_error("bad arguments", mode);
	BootSize size;
	size.vcpus = KTSTR_TRY(number(arguments, 1, size.vcpus, "bad width"));
	return run_benchmark(self, KTSTR_TRY(rounds_argument(arguments, 0)), size);
}

int bench_main(const Arguments &arguments, const std::string &self)
{
	Result<void> done = run_command(arguments, self);

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
