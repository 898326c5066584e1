/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a guest needs when its vCPUs share host CPUs: kvm-clock, steal time, without which load and
 * fairness are miscounted, and spinlocks that sleep while they wait (arch/x86/kernel/kvm.c).
 */
#include <asm/kvm_para.h>
#include <cpuid.h>
#include <sys/klog.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <sstream>

#include "cases/load.h"
#include "cases/topology_view.h"
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

constexpr uint32_t kSpinMs = 500;

/* Sums over all CPUs in USER_HZ ticks: /proc/stat, see proc(5). */
struct CpuTime {
	uint64_t accounted = 0; /* everything but stolen time */
	uint64_t stolen = 0;
};

CpuTime cpu_time(Guest &guest)
{
	constexpr unsigned kSteal = 7, kFields = 8; /* guest time is part of user time */
	std::istringstream line(guest.read_file("/proc/stat"));
	std::string label;
	CpuTime time;
	uint64_t value;

	line >> label;
	for (unsigned field = 0; field < kFields && line >> value; field++)
		(field == kSteal ? time.stolen : time.accounted) += value;
	return time;
}

uint64_t now_ticks()
{
	constexpr uint64_t kUserHz = 100;
	timespec now = {};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return uint64_t(now.tv_sec) * kUserHz + uint64_t(now.tv_nsec) / (1000000000 / kUserHz);
}

/* KVM_FEATURE_* bits in CPUID, as kvm_arch_para_features() reads them; 0 if this is not KVM. */
uint32_t kvm_features()
{
	uint32_t eax = 0, signature[3] = {};

	__cpuid(KVM_CPUID_SIGNATURE, eax, signature[0], signature[1], signature[2]);
	if (memcmp(signature, KVM_SIGNATURE, sizeof(signature)))
		return 0;
	__cpuid(KVM_CPUID_FEATURES, eax, signature[0], signature[1], signature[2]);
	return eax;
}

/* The whole kernel log; empty if it cannot be read. */
std::string kernel_log()
{
	constexpr int kReadAll = 3, kSizeBuffer = 10; /* SYSLOG_ACTION_*, syslog(2) */
	int size = klogctl(kSizeBuffer, nullptr, 0);
	std::string log(size > 0 ? size_t(size) : 0, '\0');
	int length = klogctl(kReadAll, log.data(), int(log.size()));

	log.resize(length > 0 ? size_t(length) : 0);
	return log;
}

/* The features that guest and host agreed on, which show even if the host takes no time. */
void check_features(Guest &guest)
{
	const std::string clocks = "/sys/devices/system/clocksource/clocksource0/";
	std::string current = guest.read_file((clocks + "current_clocksource").c_str());
	std::string available = guest.read_file((clocks + "available_clocksource").c_str());
	uint32_t features = kvm_features();

	guest.expect("clock", current == "kvm-clock" || current == "tsc", current);
	guest.expect("kvm-clock", has_word(available, "kvm-clock"), "available: " + available);
	guest.expect("steal-clock", features >> KVM_FEATURE_STEAL_TIME & 1,
		     "KVM features: " + std::to_string(features));
}

/* kvm_spinlock_init() logs whether it found KVM_FEATURE_PV_UNHALT, unless there is only one CPU. */
void check_spinlocks(Guest &guest)
{
	if (guest.cpus() < 2 || guest.topology().cpu != CpuVendor::host)
		return;
	std::string log = kernel_log();
	size_t at = log.find("PV spinlocks ");
	std::string line = at == std::string::npos ? "the kernel logged nothing about PV spinlocks"
						   : log.substr(at, log.find('\n', at) - at);

	guest.check({
		.name = "pv-spinlocks",
		.status = log.empty()			   ? CheckReport::no_data
			  : line == "PV spinlocks enabled" ? CheckReport::pass
							   : CheckReport::fail,
		.detail = line,
	});
}

/* Every tick that passes on a CPU is either accounted to something or stolen. */
void spin_and_account(Guest &guest)
{
	start_load(guest, guest.cpus());
	CpuTime before = cpu_time(guest);
	uint64_t begin = now_ticks();
	guest.sleep_ms(kSpinMs);
	uint64_t passed = (now_ticks() - begin) * guest.cpus();
	CpuTime after = cpu_time(guest);
	uint64_t accounted = after.accounted - before.accounted;
	uint64_t stolen = after.stolen - before.stolen;
	uint64_t absent = passed > accounted ? passed - accounted : 0;

	check_load(guest);
	guest.check({
		.name = "steal-time",
		.status = !passed			      ? CheckReport::no_data
			  : 4 * stolen + passed >= 4 * absent ? CheckReport::pass
							      : CheckReport::fail,
		.measured = double(stolen),
		.bound = double(absent) - double(passed) / 4,
		.unit = "ticks",
		.detail = std::to_string(passed) + " passed, " + std::to_string(accounted) +
			  " accounted, " + std::to_string(stolen) + " stolen" +
			  (stolen ? "" : ": the host took no time to compare with"),
	});
}

void shares_the_host(Guest &guest)
{
	check_features(guest);
	check_spinlocks(guest);
	spin_and_account(guest);
}

} /* namespace */

KTSTR_CASE(paravirt_steal_time) = {
	.name = "topology.steal-time",
	.description = "time taken by the host is accounted as stolen, and kvm-clock and PV "
		       "spinlocks are available",
	.topology = {1, 1, 4, 1},
	.needs_options = {"CONFIG_KVM_GUEST", "CONFIG_PARAVIRT_SPINLOCKS"},
	.needs_scx = false,
	.body = shares_the_host,
};

} /* namespace ktstr */
