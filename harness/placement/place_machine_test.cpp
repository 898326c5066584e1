/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/place_machine.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "harness/placement/fake_host.h"
#include "harness/placement/host_topology.h"

namespace ktstr {
namespace {

constexpr uint64_t kMib = 1 << 20;

/* A host whose CPUs are those that this process may use, in LLCs of two or one. */
class PlaceMachine : public testing::Test {
protected:
	PlaceMachine() { chmod(base_.path().c_str(), 01777); }

	PlaceRequest request(const std::string &sysfs, const char *topology, int wait_ms = 0)
	{
		PlaceRequest request;

		request.topology = parse_topology(topology).value();
		request.node_memory.assign(request.topology.nodes(), 64 * kMib);
		request.wait = std::chrono::milliseconds(wait_ms);
		request.say = [this](const std::string &line) { said_.push_back(line); };
		request.sysfs = sysfs;
		request.lock_bases = {base_.path()};
		return request;
	}

	static test::FakeShape shape(unsigned free_huge_pages)
	{
		return {1, allowed_cpus().value().back() + 1, 1, 1, {}, free_huge_pages};
	}

	test::TestFolder base_;
	std::vector<std::string> said_;
};

TEST_F(PlaceMachine, PinsReservesAndTells)
{
	test::FakeHost host(shape(32));
	PlacedMachine placed = place_machine(request(host.sysfs(), "1:1:1:1")).value();
	std::string cpu = std::to_string(allowed_cpus().value().front());

	EXPECT_EQ(placed.placement.vcpu_cpus,
		  std::vector<unsigned>{allowed_cpus().value().front()});
	EXPECT_EQ(placed.placement.node_hosts, std::vector<int>{-1});
	EXPECT_TRUE(placed.placement.huge_pages);
	EXPECT_TRUE(placed.notes.empty());
	EXPECT_EQ(placed.summary,
		  "vCPUs in order on host CPUs " + cpu + "; host LLCs of CPUs " + cpu);
	EXPECT_TRUE(said_.empty());
}

TEST_F(PlaceMachine, OneAfterTheOtherAndThenNoMore)
{
	test::FakeHost host(shape(0));
	std::vector<PlacedMachine> placed;

	for (size_t i = 0; i < allowed_cpus().value().size(); i++) {
		placed.push_back(place_machine(request(host.sysfs(), "1:1:1:1")).value());
		EXPECT_EQ(placed.back().placement.vcpu_cpus,
			  std::vector<unsigned>{allowed_cpus().value()[i]});
		EXPECT_EQ(placed.back().notes,
			  std::vector<std::string>{"no huge pages: 32 of 2 MiB needed, 0 free"});
	}
	Result<PlacedMachine> refused = place_machine(request(host.sysfs(), "1:1:1:1"));
	ASSERT_FALSE(refused.ok());
	EXPECT_EQ(refused.error().code, ETIMEDOUT);
	EXPECT_EQ(said_.size(), 1u);
	placed.pop_back();
	EXPECT_TRUE(place_machine(request(host.sysfs(), "1:1:1:1")).ok());
}

TEST_F(PlaceMachine, WithoutTheMeansItGoesOn)
{
	test::FakeHost host(shape(0));
	PlaceRequest no_folder = request(host.sysfs(), "1:1:1:1");

	no_folder.lock_bases = {"/nonexistent"};
	PlacedMachine placed = place_machine(no_folder).value();
	EXPECT_TRUE(placed.placement.vcpu_cpus.empty());
	EXPECT_EQ(placed.placement.node_hosts, std::vector<int>{-1});
	EXPECT_EQ(placed.summary, "");
	ASSERT_EQ(placed.notes.size(), 2u);
	EXPECT_TRUE(placed.notes[0].starts_with("not pinned, cannot reserve host LLCs: "))
		<< placed.notes[0];

	placed = place_machine(request("/nonexistent", "1:1:1:1")).value();
	EXPECT_TRUE(placed.placement.vcpu_cpus.empty());
	EXPECT_FALSE(placed.placement.huge_pages);
	ASSERT_EQ(placed.notes.size(), 1u);
	EXPECT_TRUE(placed.notes[0].starts_with("not pinned: ")) << placed.notes[0];
}

/* Also without locks: a machine that is too wide has its own reason for not being pinned. */
TEST_F(PlaceMachine, WiderThanTheHostItTakesAllOfIt)
{
	test::FakeHost host(shape(0));
	std::string cpus = std::to_string(allowed_cpus().value().size());
	PlaceRequest wide = request(host.sysfs(), "1:1:1024:1");
	Result<PlacedMachine> small = place_machine(request(host.sysfs(), "1:1:1:1"));

	ASSERT_TRUE(small.ok());
	Result<PlacedMachine> refused = place_machine(wide);
	ASSERT_FALSE(refused.ok());
	EXPECT_EQ(refused.error().code, ETIMEDOUT);

	small.value() = {};
	PlacedMachine placed = place_machine(wide).value();
	EXPECT_TRUE(placed.placement.vcpu_cpus.empty());
	EXPECT_TRUE(placed.notes[0].starts_with("not pinned: 1024 vCPUs, " + cpus + " host CPU"))
		<< placed.notes[0];
	EXPECT_TRUE(placed.summary.starts_with("vCPUs on any host CPU; host LLCs of CPUs "))
		<< placed.summary;
	EXPECT_FALSE(place_machine(request(host.sysfs(), "1:1:1:1")).ok());

	wide.lock_bases = {"/nonexistent"};
	placed = place_machine(wide).value();
	ASSERT_EQ(placed.notes.size(), 3u);
	EXPECT_TRUE(placed.notes[0].starts_with("not pinned: ")) << placed.notes[0];
	EXPECT_TRUE(placed.notes[1].starts_with("cannot reserve host LLCs: ")) << placed.notes[1];
}

} /* namespace */
} /* namespace ktstr */
