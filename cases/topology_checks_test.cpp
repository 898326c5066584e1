/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_checks.h"

#include <gtest/gtest.h>

#include <map>

#include "cases/topology_side.h"

namespace ktstr {
namespace {

/* A guest that consists of files only. */
class FilesGuest final : public Guest {
public:
	void check(const CheckReport &report) override
	{
		checks[report.name] = report.status;
		details[report.name] = report.detail;
	}
	void expect(const char *name, bool holds, std::string detail) override
	{
		check({.name = name,
		       .status = holds ? CheckReport::pass : CheckReport::fail,
		       .detail = std::move(detail)});
	}
	void skip(const char *what) override { skipped = what; }
	void stimulus(const std::string &) override {}
	void sleep_ms(uint32_t) override {}
	unsigned spin(unsigned) override { return 0; }
	uint64_t spun_ms() override { return 0; }
	bool wait_for_file(const char *, std::string_view, uint32_t) override { return false; }
	std::string read_file(const char *path) override { return files[path]; }
	std::string read_text(const char *path) override { return files[path]; }
	bool write_file(const char *, std::string_view) override { return true; }
	std::string scx_state() override { return "enabled"; }
	int64_t scx_event(std::string_view) override { return 0; }
	int64_t scheduler_counter(std::string_view) override { return 0; }
	std::vector<uint64_t> scheduler_values(std::string_view name) override
	{
		return values[std::string(name)];
	}
	int run(const char *const[], uint32_t) override { return 0; }
	unsigned cpus() override { return 0; }
	const Topology &topology() override { return declared; }
	uint64_t seed() override { return 1; }

	std::map<std::string, std::string> files;
	std::map<std::string, std::vector<uint64_t>> values;
	std::map<std::string, CheckReport::Status> checks;
	std::map<std::string, std::string> details;
	std::string skipped;
	Topology declared;
};

/* What Linux shows on a machine of two nodes with one core each. */
class TopologyChecks : public testing::Test {
protected:
	TopologyChecks()
	{
		const std::string cpus = "/sys/devices/system/cpu/";
		auto &f = guest.files;

		for (const char *name : {"possible", "present", "online"})
			f[cpus + name] = "0-1";
		f[cpus + "smt/control"] = "notsupported";
		f[cpus + "smt/active"] = "0";
		for (const std::string n : {"0", "1"})
			add_cpu(cpus + "cpu" + n, n);
		for (const char *name : {"possible", "online", "has_cpu", "has_memory"})
			f[std::string("/sys/devices/system/node/") + name] = "0-1";
		f["/sys/devices/system/node/node0/distance"] = "10 20";
		f["/sys/devices/system/node/node1/distance"] = "20 10";
		f["/proc/schedstat"] =
			"version 17\ncpu0 0\ndomain0 NUMA 3 0\ncpu1 0\ndomain0 NUMA 3 0\n";
		guest.values["nr_cpu_ids"] = {2};
		guest.values["nr_node_ids"] = {2};
		guest.values["cpu_nodes"] = {0, 1};
		guest.values["seen_idle"] = std::vector<uint64_t>(64 * 16);
		guest.values["seen_idle"][0] = 1;
		guest.values["seen_idle"][16] = 2;
	}

	void add_cpu(const std::string &folder, const std::string &n)
	{
		const std::string node = "/sys/devices/system/node/node" + n;
		auto &f = guest.files;

		for (const char *name :
		     {"thread_siblings_list", "core_cpus_list", "package_cpus_list",
		      "die_cpus_list", "physical_package_id"})
			f[folder + "/topology/" + name] = n;
		f[folder + "/topology/core_id"] = "0";
		add_cache(folder + "/cache/index0/", "1", "Data", n);
		add_cache(folder + "/cache/index1/", "1", "Instruction", n);
		add_cache(folder + "/cache/index2/", "2", "Unified", n);
		add_cache(folder + "/cache/index3/", "3", "Unified", n);
		f[node + "/cpulist"] = n;
		f[node + "/meminfo"] = "Node " + n + " MemTotal: 200000 kB\n";
		f["/proc/cpuinfo"] += "processor : " + n + "\nphysical id : " + n +
				      "\nsiblings : 1\ncore id : 0\ncpu cores : 1\napicid : " + n +
				      "\ninitial apicid : " + n + "\n\n";
		f["/sys/kernel/debug/sched/domains/cpu" + n + "/domain0/flags"] =
			"SD_BALANCE_NEWIDLE SD_NUMA ";
	}

	void add_cache(const std::string &folder, const char *level, const char *type,
		       const std::string &cpus)
	{
		guest.files[folder + "level"] = level;
		guest.files[folder + "type"] = type;
		guest.files[folder + "shared_cpu_list"] = cpus;
	}

	void look() { check_topology_view(guest, ExpectedTopology(topology)); }

	/* The only check that fails after @path has changed. */
	std::string failing(const std::string &path, const std::string &text)
	{
		std::string before = guest.files[path], failed;

		guest.files[path] = text;
		look();
		guest.files[path] = before;
		for (const auto &[name, status] : guest.checks)
			failed += status == CheckReport::fail ? name : "";
		return failed;
	}

	FilesGuest guest;
	Topology topology = {
		.numa_nodes = 2, .llcs = 2, .cores_per_llc = 1, .node_memory_mib = {256, 256}};
};

TEST_F(TopologyChecks, HoldOnTheMachineDeclared)
{
	look();
	EXPECT_EQ(guest.checks.size(), 7u);
	for (const auto &[name, status] : guest.checks)
		EXPECT_EQ(status, CheckReport::pass) << name << ": " << guest.details[name];
	EXPECT_EQ(guest.skipped, "");
}

TEST_F(TopologyChecks, WantNumbersOnAMachineOfOneNodeToo)
{
	const std::string cpu0 = "/sys/devices/system/cpu/cpu0/topology/";

	for (const char *text : {"", "x", "0 0", "-1"}) {
		EXPECT_EQ(failing(cpu0 + "physical_package_id", text), "cpu-topology") << text;
		EXPECT_EQ(failing(cpu0 + "core_id", text), "cpu-topology") << text;
	}
	topology = {.cores_per_llc = 1};
	for (const char *name : {"possible", "present", "online"})
		guest.files[std::string("/sys/devices/system/cpu/") + name] = "0";
	check_cpu_topology(guest, ExpectedTopology(topology));
	EXPECT_EQ(guest.checks["cpu-topology"], CheckReport::pass);
	guest.files[cpu0 + "physical_package_id"] = "";
	check_cpu_topology(guest, ExpectedTopology(topology));
	EXPECT_EQ(guest.checks["cpu-topology"], CheckReport::fail);
	EXPECT_EQ(guest.details["cpu-topology"],
		  cpu0 + "physical_package_id: got '', want 'a number'");
}

TEST_F(TopologyChecks, NameTheFirstDifference)
{
	EXPECT_EQ(failing("/sys/devices/system/cpu/cpu1/topology/package_cpus_list", "0-1"),
		  "cpu-topology");
	EXPECT_EQ(guest.details["cpu-topology"], "/sys/devices/system/cpu/cpu1/topology/"
						 "package_cpus_list: got '0-1', want '1'");
}

TEST_F(TopologyChecks, NoticeWhatIsWrong)
{
	const std::string cpu1 = "/sys/devices/system/cpu/cpu1/";
	const std::string node = "/sys/devices/system/node/";

	EXPECT_EQ(failing("/sys/devices/system/cpu/online", "0"), "cpu-topology");
	EXPECT_EQ(failing(cpu1 + "topology/physical_package_id", "0"), "cpu-topology");
	EXPECT_EQ(failing(cpu1 + "topology/thread_siblings_list", ""), "cpu-topology");
	EXPECT_EQ(failing("/sys/devices/system/cpu/smt/control", "on"), "cpu-topology");
	EXPECT_EQ(failing(cpu1 + "cache/index2/shared_cpu_list", "0-1"), "cpu-caches");
	EXPECT_EQ(failing(cpu1 + "cache/index2/level", ""), "cpu-caches");
	EXPECT_EQ(failing(cpu1 + "cache/index1/type", "Data"), "cpu-caches");
	EXPECT_EQ(failing(cpu1 + "cache/index1/type", ""), "cpu-caches");
	EXPECT_EQ(failing(cpu1 + "topology/die_cpus_list", "0-1"), "cpu-topology");
	EXPECT_EQ(failing(node + "possible", "0-2"), "numa-nodes");
	EXPECT_EQ(failing(node + "node0/distance", "10 21"), "numa-nodes");
	EXPECT_EQ(failing(node + "has_cpu", "0"), "numa-nodes");
	EXPECT_EQ(failing(node + "node1/meminfo", "MemTotal: 40000 kB"), "numa-nodes");
	EXPECT_EQ(failing(node + "node1/meminfo", ""), "numa-nodes");
	EXPECT_EQ(failing("/proc/cpuinfo", ""), "cpuinfo");
	EXPECT_EQ(failing("/proc/schedstat", "version 17\ncpu0 0\ncpu1 0\n"), "sched-domains");
	EXPECT_EQ(failing("/proc/schedstat", "version 17\ncpu7777\n"), "sched-domains");
	EXPECT_EQ(failing("/sys/kernel/debug/sched/domains/cpu1/domain0/flags",
			  "SD_BALANCE_NEWIDLE SD_NUMA SD_SHARE_LLC"),
		  "sched-domains");
	guest.values["seen_idle"][16] = 3;
	EXPECT_EQ(failing("", ""), "scx-nodes");
	guest.values["seen_idle"][16] = 2;
	guest.values["cpu_nodes"] = {0};
	EXPECT_EQ(failing("", ""), "scx-cpus");
}

TEST_F(TopologyChecks, HaveNoDataOfWhatIsNotShownAtAll)
{
	const std::string domains = "/sys/kernel/debug/sched/domains/";

	EXPECT_EQ(failing("/proc/schedstat", ""), "");
	EXPECT_EQ(guest.checks["sched-domains"], CheckReport::no_data);
	EXPECT_EQ(failing(domains + "cpu0/domain0/flags", ""), "sched-domains");
	EXPECT_EQ(failing(domains + "cpu1/domain0/flags", "SD_NUMA"), "sched-domains");
	guest.files[domains + "cpu0/domain0/flags"] = "";
	EXPECT_EQ(failing(domains + "cpu1/domain0/flags", ""), "");
	EXPECT_EQ(guest.checks["sched-domains"], CheckReport::no_data);
	/* What is shown is still compared. */
	guest.files[domains + "cpu1/domain0/flags"] = "";
	EXPECT_EQ(failing("/proc/schedstat", "version 17\ncpu0 0\ncpu1 0\n"), "sched-domains");
	EXPECT_EQ(guest.skipped, "");
}

TEST_F(TopologyChecks, BoundMemoryByWhatEachNodeWasGiven)
{
	const std::string meminfo = "/sys/devices/system/node/node1/meminfo";

	EXPECT_EQ(failing(meminfo, "MemTotal: 262145 kB"), "numa-nodes");
	EXPECT_EQ(failing(meminfo, "MemTotal: 262144 kB"), "");
	/* 60 % is 157286; a kernel image may take 65536 off that. */
	EXPECT_EQ(failing(meminfo, "MemTotal: 91750 kB"), "");
	EXPECT_EQ(failing(meminfo, "MemTotal: 91749 kB"), "numa-nodes");
	guest.files["/sys/devices/system/node/node0/meminfo"] = "MemTotal: 157280 kB";
	EXPECT_EQ(failing(meminfo, "MemTotal: 91750 kB"), "numa-nodes");
	topology.node_memory_mib = {256, 64};
	EXPECT_EQ(failing(meminfo, "MemTotal: 1 kB"), "");
	EXPECT_EQ(failing(meminfo, "MemTotal: 0 kB"), "numa-nodes");
	topology.node_memory_mib = {};
	EXPECT_EQ(failing(meminfo, "MemTotal: 1 kB"), "");
	EXPECT_EQ(guest.checks["numa-nodes"], CheckReport::no_data);
	topology = {.node_memory_mib = {512}};
	guest.files["/sys/devices/system/node/node0/meminfo"] = "MemTotal: 200000 kB";
	check_numa_nodes(guest, ExpectedTopology(topology));
	EXPECT_EQ(guest.checks["numa-nodes"], CheckReport::fail);
}

TEST_F(TopologyChecks, CompareMemoryAndItsAccessWhereDeclared)
{
	const std::string initiators = "/access0/initiators/";

	topology.node_memory_mib = {200, 256};
	topology.latency_ns = {100, 200, 150, 90};
	topology.bandwidth_mbps = {50, 10, 20, 60};
	for (const char *access : {"read_", "write_"}) {
		for (unsigned n : {0, 1}) {
			std::string file = "/sys/devices/system/node/node" + std::to_string(n) +
					   initiators + access;

			guest.files[file + "latency"] = n ? "90" : "100";
			guest.files[file + "bandwidth"] = n ? "60" : "50";
		}
	}
	look();
	EXPECT_EQ(guest.checks["numa-access"], CheckReport::pass) << guest.details["numa-access"];
	EXPECT_EQ(guest.checks["numa-nodes"], CheckReport::pass) << guest.details["numa-nodes"];
	EXPECT_EQ(failing("/sys/devices/system/node/node1/access0/initiators/read_latency", "200"),
		  "numa-access");
}

/* hmat_update_target() and hmat_update_target_attrs(). */
TEST_F(TopologyChecks, KnowWhichAccessLinuxTells)
{
	const std::string nodes = "/sys/devices/system/node/node";
	/*
	 * Its own node although another is faster; for node 2 the nearest, whatever its bandwidth.
	 */
	const char *latency[] = {"100", "90", "300"}, *bandwidth[] = {"50", "60", "30"};

	topology.memory_nodes = 1;
	topology.latency_ns = {100, 50, 300, 40, 90, 310};
	topology.bandwidth_mbps = {50, 70, 30, 80, 60, 90};
	for (unsigned n : {0, 1, 2}) {
		for (const char *access : {"read_", "write_"}) {
			std::string file =
				nodes + std::to_string(n) + "/access0/initiators/" + access;

			guest.files[file + "latency"] = latency[n];
			guest.files[file + "bandwidth"] = bandwidth[n];
		}
	}
	check_numa_access(guest, ExpectedTopology(topology));
	EXPECT_EQ(guest.checks["numa-access"], CheckReport::pass) << guest.details["numa-access"];
	/* Of two equally near nodes, the one with more bandwidth. */
	topology.latency_ns = {100, 50, 300, 40, 90, 300};
	check_numa_access(guest, ExpectedTopology(topology));
	EXPECT_EQ(guest.details["numa-access"],
		  nodes + "2/access0/initiators/read_bandwidth: got '30', want '90'");
}

TEST_F(TopologyChecks, AreWithoutDataWhenNothingWasCompared)
{
	TopologySide(guest, "nothing").report();
	EXPECT_EQ(guest.checks["nothing"], CheckReport::no_data);
}

} /* namespace */
} /* namespace ktstr */
