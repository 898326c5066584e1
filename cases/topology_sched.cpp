/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The scheduler's own view of the machine: sched domains, and what sched_ext tells a BPF scheduler.
 */
#include "cases/topology_checks.h"
#include "cases/topology_side.h"

namespace ktstr {
namespace {

const std::string kSchedDebug = "/sys/kernel/debug/sched";
constexpr char kSchedstat[] = "/proc/schedstat";
constexpr unsigned kMaskWords = kMaxTopologyCpus / 64; /* as in progs/ktstr_topology.bpf.c */
constexpr unsigned kIdleRounds = 20;
constexpr uint32_t kIdleRoundMs = 100;

std::string yes_or_no(bool holds)
{
	return holds ? "yes" : "no";
}

/* Since 6.4, debugfs has domains/ only while sched/verbose is on. */
std::string domains_folder(Guest &guest)
{
	guest.write_file((kSchedDebug + "/verbose").c_str(), "Y");
	return kSchedDebug + "/domains";
}

bool is_within(const CpuSet &inner, const CpuSet &outer)
{
	return (inner & ~outer).none();
}

/* sd_init() gives every domain SD_BALANCE_NEWIDLE, so no flags file is empty. */
void check_flags(TopologySide &side, const ExpectedTopology &expected, unsigned cpu,
		 const CpuSet &span, const std::string &file)
{
	std::string flags = side.read(file);
	/* Before 6.9 SD_SHARE_LLC was called SD_SHARE_PKG_RESOURCES. */
	bool shares_llc =
		has_word(flags, "SD_SHARE_LLC") || has_word(flags, "SD_SHARE_PKG_RESOURCES");

	side.same(file + ": SD_BALANCE_NEWIDLE", yes_or_no(has_word(flags, "SD_BALANCE_NEWIDLE")),
		  "yes");
	side.same(file + ": SD_SHARE_CPUCAPACITY",
		  yes_or_no(has_word(flags, "SD_SHARE_CPUCAPACITY")),
		  yes_or_no(is_within(span, expected.thread_siblings(cpu))));
	side.same(file + ": SD_SHARE_LLC", yes_or_no(shares_llc),
		  yes_or_no(is_within(span, expected.llc_siblings(cpu))));
	side.same(file + ": SD_NUMA", yes_or_no(has_word(flags, "SD_NUMA")),
		  yes_or_no(!is_within(span, expected.node_siblings(cpu))));
}

std::string chain_text(const std::vector<CpuSet> &spans)
{
	std::string text;

	for (const CpuSet &span : spans)
		text += (text.empty() ? "" : " < ") + to_text(span);
	return text;
}

std::string flags_file(const std::string &folder, unsigned cpu, size_t domain)
{
	return folder + "/cpu" + std::to_string(cpu) + "/domain" + std::to_string(domain) +
	       "/flags";
}

/* Whether there are domains, but the kernel shows the flags of none. */
bool is_without_flags(TopologySide &side, const std::vector<CpuDomains> &cpus,
		      const std::string &folder)
{
	bool has_domains = false;

	for (const CpuDomains &domains : cpus) {
		for (size_t i = 0; i < domains.spans.size(); i++) {
			has_domains = true;
			if (!side.read(flags_file(folder, domains.cpu, i)).empty())
				return false;
		}
	}
	return has_domains;
}

void check_domains_of(TopologySide &side, const ExpectedTopology &expected,
		      const CpuDomains &domains)
{
	side.same(std::string(kSchedstat) + ", cpu" + std::to_string(domains.cpu),
		  chain_text(domains.spans), chain_text(expected.domain_spans(domains.cpu)));
}

void check_flags_of(TopologySide &side, const ExpectedTopology &expected, const CpuDomains &domains,
		    const std::string &folder)
{
	for (size_t i = 0; i < domains.spans.size(); i++)
		check_flags(side, expected, domains.cpu, domains.spans[i],
			    flags_file(folder, domains.cpu, i));
}

void check_domains(Guest &guest, TopologySide &side, const ExpectedTopology &expected,
		   const std::vector<CpuDomains> &cpus)
{
	std::string folder = domains_folder(guest);
	bool has_flags = !is_without_flags(side, cpus, folder);
	CpuSet seen;

	if (!has_flags)
		side.lacks(folder + "/cpu*/domain*/flags");
	for (const CpuDomains &domains : cpus) {
		seen.set(domains.cpu);
		if (domains.cpu >= expected.cpus())
			continue;
		check_domains_of(side, expected, domains);
		if (has_flags)
			check_flags_of(side, expected, domains, folder);
	}
	side.same(kSchedstat, to_text(seen), to_text(expected.online()));
}

/* CPUs seen idle in the mask of @node so far. */
CpuSet seen_idle(const std::vector<uint64_t> &words, unsigned node)
{
	CpuSet set;

	for (unsigned cpu = 0; cpu < kMaxTopologyCpus; cpu++) {
		size_t word = node * kMaskWords + cpu / 64;

		set.set(cpu, word < words.size() && words[word] >> (cpu % 64) & 1);
	}
	return set;
}

bool all_seen(const ExpectedTopology &expected, const std::vector<uint64_t> &words)
{
	CpuSet seen;

	for (unsigned node = 0; node < expected.topology().nodes(); node++)
		seen |= seen_idle(words, node);
	return is_within(expected.online(), seen);
}

std::string only_value(const std::vector<uint64_t> &values)
{
	return values.empty() ? "" : std::to_string(values[0]);
}

} /* namespace */

void check_sched_domains(Guest &guest, const ExpectedTopology &expected)
{
	std::string schedstat = guest.read_text(kSchedstat);
	TopologySide side(guest, "sched-domains");

	if (schedstat.empty()) {
		side.lacks(kSchedstat);
	} else if (Result<std::vector<CpuDomains>> cpus = parse_schedstat(schedstat); !cpus) {
		side.same(kSchedstat, cpus.error().to_string(), "text that can be parsed");
	} else {
		check_domains(guest, side, expected, cpus.value());
	}
	side.report();
}

void check_scx_view(Guest &guest, const ExpectedTopology &expected)
{
	TopologySide cpus(guest, "scx-cpus"), nodes(guest, "scx-nodes");
	std::vector<uint64_t> places = guest.scheduler_values("cpu_nodes"), idle;

	cpus.same("scx_bpf_nr_cpu_ids()", only_value(guest.scheduler_values("nr_cpu_ids")),
		  std::to_string(expected.cpus()));
	nodes.same("scx_bpf_nr_node_ids()", only_value(guest.scheduler_values("nr_node_ids")),
		   std::to_string(expected.topology().nodes()));
	for (unsigned cpu = 0; cpu < expected.cpus(); cpu++)
		cpus.same("scx_bpf_cpu_node(" + std::to_string(cpu) + ")",
			  cpu < places.size() ? std::to_string(places[cpu]) : "",
			  std::to_string(expected.place(cpu).node));
	for (unsigned round = 0; round < kIdleRounds && !all_seen(expected, idle); round++) {
		guest.sleep_ms(kIdleRoundMs);
		idle = guest.scheduler_values("seen_idle");
	}
	for (unsigned node = 0; node < expected.topology().nodes(); node++)
		nodes.same("idle CPUs of node " + std::to_string(node),
			   to_text(seen_idle(idle, node)), to_text(expected.node_cpus(node)));
	cpus.report();
	nodes.report();
}

void check_kernel_view(Guest &guest, const ExpectedTopology &expected)
{
	check_cpu_topology(guest, expected);
	check_cpu_caches(guest, expected);
	check_cpuinfo(guest, expected);
	check_numa_nodes(guest, expected);
	check_numa_access(guest, expected);
	check_sched_domains(guest, expected);
}

void check_topology_view(Guest &guest, const ExpectedTopology &expected)
{
	check_kernel_view(guest, expected);
	check_scx_view(guest, expected);
}

} /* namespace ktstr */
