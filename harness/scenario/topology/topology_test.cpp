/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/topology/topology.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>

namespace ktstr {
namespace {

std::string error_of(std::string_view text)
{
	Result<Topology> parsed = parse_topology(text);

	return parsed.ok() ? "" : parsed.error().to_string();
}

/* The text after parsing and writing it again; the error if it does not parse. */
std::string again(std::string_view text)
{
	Result<Topology> parsed = parse_topology(text);

	return parsed.ok() ? parsed.value().to_string() : parsed.error().to_string();
}

TEST(TopologyText, EveryFormComesBack)
{
	for (const char *text :
	     {"1:1:1:1", "2:4:3:2", "2:3+1:4+4+2+2:2", "2+1:4:2:1", "1:2:3+1:2",
	      "1:1:4:1,offline=3", "1:1:4:2,smt=off", "2:2:2:1,memory=256+128",
	      "2+1:2:1:1,memory=192+64+64", "2:2:1:1,distance=10+21/32+10",
	      "1+1:1:2:1,latency=80+250,bandwidth=100000+20000,cpu=intel",
	      "2:2:2:1,offline=1,memory=256+256,distance=10+20/20+10,latency=1+2/3+4,"
	      "bandwidth=5+6/7+8,cpu=amd,fault=slit-distance"})
		EXPECT_EQ(again(text), text);
}

TEST(TopologyText, ListsGiveSumAndLargest)
{
	Topology uneven = parse_topology("2:3+1:4+4+2+2:2").value();

	EXPECT_EQ(uneven.llcs, 4u);
	EXPECT_EQ(uneven.cores_per_llc, 4u);
	EXPECT_EQ(uneven.cpus(), 24u);
	EXPECT_EQ(uneven.node_llc_count(1), 1u);
	EXPECT_EQ(uneven.llc_core_count(3), 2u);
	EXPECT_EQ(parse_topology("2+1:2:2:1").value().nodes(), 3u);
}

TEST(TopologyText, EqualNumbersAreThePlainForm)
{
	EXPECT_EQ(again("2:2+2:4+4+4+4:1"), "2:4:4:1");
	EXPECT_EQ(parse_topology("2:2+2:4+4+4+4:1").value(), (Topology{2, 4, 4, 1}));
	EXPECT_EQ(again("1:01:2:1,offline=0,smt=on,cpu=host"), "1:1:2:1");
}

TEST(TopologyText, Presets)
{
	std::set<std::string> names;

	for (const TopologyPreset &preset : topology_presets()) {
		EXPECT_TRUE(check_topology(preset.topology).ok()) << preset.name;
		EXPECT_EQ(parse_topology(preset.name).value(), preset.topology);
		EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
	}
	EXPECT_EQ(names.size(), 24u);
	EXPECT_EQ(parse_topology("max-cpu").value().cpus(), 252u);
	EXPECT_EQ(again("numa4-12llc"), "4:12:8:2");
	EXPECT_EQ(again("smt-3llc,smt=off"), "1:3:2:2,smt=off");
}

constexpr struct {
	const char *text;
	const char *error;
} kBad[] = {
	{"1:0:1:1", "topology: LLCS is 0: at least 1"},
	{"0:1:1:1", "topology: NUMA is 0: at least 1"},
	{"1:1:1:0", "topology: THREADS is 0: at least 1"},
	{"1:1:99999999999:1", "topology: CORES is 99999999999: at most 1024"},
	{"1:1:1:99999999999999999999999",
	 "topology: THREADS is 99999999999999999999999: at most 1024"},
	{"1:1:-1:1", "topology: CORES is '-1': not a number"},
	{"1:1::1", "topology: CORES is '': not a number"},
	{"1:1:2x:1", "topology: CORES is '2x': not a number"},
	{"1:1:1", "topology: '1:1:1' has 3 fields: must be 4, NUMA:LLCS:CORES:THREADS"},
	{"2:3:1:1", "topology: LLCS 3 do not spread evenly over 2 nodes (write 2+1 for "
		    "uneven ones)"},
	{"3:2:1:1", "topology: LLCS is 2: at least 3, one for each node with CPUs"},
	{"2:1+1+1:1:1", "topology: LLCS lists 3 numbers: must be 2, for each node with CPUs"},
	{"1:3:1+2:1", "topology: CORES lists 2 numbers: must be 3, for each LLC"},
	{"1:1024:1024:1024", "topology: 1073741824 CPUs: at most 1024"},
	{"1:2:1024:1", "topology: 2048 CPUs: at most 1024"},
	{"1+0:1:1:1", "topology: memory-only nodes is 0: at least 1"},
	{"60+9:60:1:1", "topology: 69 nodes: at most 64"},
	{"1+1+1:1:1:1", "topology: memory-only nodes is '1+1': not a number"},
	{"2:2:1:1,distance=11+20/20+10",
	 "topology: distance of node 0 to itself is 11: must be 10"},
	{"2:2:1:1,distance=10+10/20+10", "topology: distance of node 0 to 1 is 10: at least 11"},
	{"2:2:1:1,distance=10+255/20+10", "topology: distance is 255: at most 254"},
	{"2:2:1:1,distance=10+20+20+10", "topology: distance has 1 rows: must be 2"},
	{"2:2:1:1,distance=10+20/20", "topology: distance has a row of 1: must be 2"},
	{"1:1:4:1,offline=4", "topology: offline=4 of 4 CPUs: at most 3 (CPU 0 always boots)"},
	{"1:1:4:2,offline=1,smt=off",
	 "topology: offline together with smt=off: give only one of them"},
	{"2:2:1:1,memory=512", "topology: memory lists 1 sizes: must be 2, for each node"},
	{"2:2:1:1,memory=190+64", "topology: memory of node 0 is 190 MiB: at least 192"},
	{"1+1:1:1:1,memory=192+62", "topology: memory of node 1 is 62 MiB: at least 64"},
	{"1:1:1:1,memory=193", "topology: memory of node 0 is 193 MiB: a multiple of 2"},
	{"1:1:1:1,memory=0", "topology: memory is 0: at least 1"},
	{"2:2:1:1,memory=1048576+64", "topology: memory is 1048640 MiB in all: at most 1048576"},
	{"1:1:1:1,latency=80", "topology: latency without bandwidth: both, or neither"},
	{"1:1:1:1,bandwidth=80", "topology: bandwidth without latency: both, or neither"},
	{"1+1:1:1:1,latency=1+2/3+4", "topology: latency has 2 rows: must be 1"},
	{"1:1:1:1,latency=65535,bandwidth=1", "topology: latency is 65535: at most 65534"},
	{"1:1:1:1,", "topology: unknown option '': there are offline, smt, memory, distance, "
		     "latency, bandwidth, cpu, fault"},
	{"1:1:1:1,offline", "topology: offline has no value"},
	{"1:1:1:1,cpu=amd,cpu=amd", "topology: cpu is given twice"},
	{"1:1:1:1,cpu=via", "topology: cpu is 'via': host, intel or amd"},
	{"1:1:1:1,smt=no", "topology: smt is 'no': on or off"},
	{"1:1:1:1,fault=", "topology: fault is empty"},
	{"1:1:1:1,fault=A b", "topology: fault must be a name of a-z, 0-9 and -"},
};

TEST(TopologyText, ErrorsNameFieldAndBound)
{
	for (const auto &[text, error] : kBad)
		EXPECT_EQ(error_of(text), error) << text;
	EXPECT_NE(error_of("huge").find(
			  "'huge' is not NUMA:LLCS:CORES:THREADS, nor one of the presets "
			  "tiny-1llc, tiny-2llc"),
		  std::string::npos);
	EXPECT_FALSE(error_of("").empty());
}

TEST(TopologyText, HostileTextEndsSoonAndIsNotEchoed)
{
	const std::string ten_k(10000, '9'), pluses(10000, '+');
	std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

	for (const std::string &text :
	     {ten_k, "1:1:" + ten_k + ":1", "1:" + pluses + ":1:1", "1:1:1:1,memory=" + pluses,
	      "1:1:1:1," + pluses, std::string(10000, ':'), std::string(10000, ','),
	      "1:1:1:1,distance=" + std::string(10000, '/'), std::string("1:1:1:1\0", 8),
	      std::string("1:1:1\0:1", 8), std::string("\xff\n FAIL:")}) {
		std::string error = error_of(text);

		EXPECT_FALSE(error.empty());
		EXPECT_LT(error.size(), 1000u);
		EXPECT_EQ(error.find('\n'), std::string::npos);
	}
	std::string ones = "1";
	for (unsigned i = 0; i < 100000; i++)
		ones += "+1";
	EXPECT_EQ(error_of("1:1:" + ones + ":1"),
		  "topology: CORES lists 100001 numbers: must be 1, for each LLC");
	EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

/* Most of them are valid. */
Topology random_topology(std::mt19937 &random)
{
	auto up_to = [&random](unsigned n) { return unsigned(random() % n); };
	Topology t;

	t.numa_nodes = 1 + up_to(4);
	t.memory_nodes = up_to(3);
	t.llcs = t.numa_nodes * (1 + up_to(3));
	t.cores_per_llc = 1 + up_to(4);
	t.threads_per_core = 1 + up_to(2);
	if (t.numa_nodes > 1 && up_to(2)) {
		t.node_llcs.assign(t.numa_nodes, 1);
		t.node_llcs[up_to(t.numa_nodes)] = 2 + up_to(3);
		t.llcs = 0;
		for (unsigned llcs : t.node_llcs)
			t.llcs += llcs;
	}
	if (t.llcs > 1 && up_to(2)) {
		t.llc_cores.assign(t.llcs, 1 + up_to(2));
		t.cores_per_llc = t.llc_cores[0] + 1 + up_to(3);
		t.llc_cores[up_to(t.llcs)] = t.cores_per_llc;
	}
	if (up_to(2))
		t.offline = up_to(t.cpus());
	else
		t.smt = up_to(2);
	for (unsigned i = 0, fill = up_to(2); fill && i < t.nodes(); i++)
		t.node_memory_mib.push_back(192 + 2 * up_to(500));
	for (unsigned i = 0, fill = up_to(2); fill && i < t.nodes() * t.nodes(); i++)
		t.distances.push_back(i % (t.nodes() + 1) ? 11 + up_to(244) : 10);
	for (unsigned i = 0, fill = up_to(2); fill && i < t.numa_nodes * t.nodes(); i++) {
		t.latency_ns.push_back(1 + up_to(65534));
		t.bandwidth_mbps.push_back(1 + up_to(1000000));
	}
	t.cpu = CpuVendor(up_to(3));
	if (up_to(2))
		t.fault = "apic-id";
	return t;
}

TEST(TopologyText, WhatIsWrittenParsesToTheSame)
{
	std::mt19937 random(1);

	for (unsigned i = 0; i < 5000; i++) {
		Topology topology = random_topology(random);
		Result<void> valid = check_topology(topology);
		std::string text = topology.to_string();

		ASSERT_TRUE(valid.ok()) << text << ": " << valid.error().to_string();
		Result<Topology> back = parse_topology(text);
		ASSERT_TRUE(back.ok()) << text << ": " << back.error().to_string();
		ASSERT_EQ(back.value(), topology) << text;
	}
}

TEST(CheckTopology, RefusesWhatNoTextGives)
{
	EXPECT_TRUE(check_topology({}).ok());
	for (const Topology &bad :
	     {Topology{.numa_nodes = 0}, Topology{.llcs = UINT32_MAX},
	      Topology{.llcs = UINT32_MAX, .cores_per_llc = UINT32_MAX},
	      Topology{.memory_nodes = UINT32_MAX},
	      Topology{.numa_nodes = 2, .llcs = 2, .node_llcs = {1, 1}},
	      Topology{.numa_nodes = 2, .llcs = 4, .node_llcs = {1, 2}},
	      Topology{.llcs = 2, .cores_per_llc = 5, .llc_cores = {1, 2}},
	      Topology{.llcs = 2, .cores_per_llc = 2, .llc_cores = {2, 2}},
	      Topology{.llcs = 2, .llc_cores = {0, 2}}, Topology{.distances = {10, 20}},
	      Topology{.latency_ns = {1, 2}, .bandwidth_mbps = {1, 2}},
	      Topology{.node_memory_mib = {UINT64_MAX - 1}},
	      Topology{.fault = std::string(33, 'a')}})
		EXPECT_FALSE(check_topology(bad).ok()) << bad.to_string();
}

TEST(CpuPlaces, NodeByNodeThenLlcCoreThread)
{
	std::vector<CpuPlace> places =
		cpu_places(parse_topology("2:2+1:2+1+1:2,offline=1").value());

	ASSERT_EQ(places.size(), 8u);
	EXPECT_EQ(places[3].core, 1u);
	EXPECT_EQ(places[3].thread, 1u);
	EXPECT_EQ(places[4].llc, 1u);
	EXPECT_EQ(places[4].core_in_llc, 0u);
	EXPECT_EQ(places[6].node, 1u);
	EXPECT_EQ(places[6].llc, 2u);
	EXPECT_EQ(places[6].llc_in_node, 0u);
	EXPECT_EQ(places[6].core, 3u);
	EXPECT_TRUE(places[6].online);
	EXPECT_FALSE(places[7].online);

	places = cpu_places(parse_topology("1:1:2:2,smt=off").value());
	EXPECT_TRUE(places[2].online);
	EXPECT_FALSE(places[3].online);
}

} /* namespace */
} /* namespace ktstr */
