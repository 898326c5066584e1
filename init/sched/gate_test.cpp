/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/gate.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

constexpr uint64_t kSpawn = 1000;
constexpr uint64_t kWindow = 500;

ScxSnapshot before()
{
	return {.present = true, .state = "disabled", .ops = "", .enable_seq = 4};
}

ScxSnapshot attached()
{
	return {.present = true,
		.state = "enabled",
		.ops = "fifo_ops",
		.enable_seq = 5,
		.nr_rejected = 0,
		.decided = true};
}

Gate make_gate(const char *expected = "")
{
	return Gate({.expected_ops = expected, .window_ns = kWindow}, before(), kSpawn);
}

TEST(Gate, AttachesOnTheWholeProof)
{
	Gate gate = make_gate("fifo_ops");

	gate.observe(before(), 1010);
	EXPECT_EQ(gate.outcome(), GateOutcome::pending);
	gate.observe(attached(), 1100);
	EXPECT_EQ(gate.outcome(), GateOutcome::attached);
	EXPECT_EQ(gate.elapsed_ns(), 100u);
}

TEST(Gate, EachPartOfTheProofIsNeeded)
{
	std::vector<ScxSnapshot> partial(5, attached());

	partial[0].state = "enabling";
	partial[1].ops = "other";
	partial[2].enable_seq = 4;
	partial[3].decided = false;
	partial[4].ops = "";
	for (const ScxSnapshot &snapshot : partial) {
		Gate gate = make_gate("fifo_ops");

		gate.observe(snapshot, 1100);
		EXPECT_EQ(gate.outcome(), GateOutcome::pending);
		EXPECT_NE(gate.missing(), "");
		gate.observe(snapshot, kSpawn + kWindow);
		EXPECT_EQ(gate.outcome(), GateOutcome::timed_out);
	}
}

TEST(Gate, ADeadProcessNeverAttaches)
{
	Gate gate = make_gate();

	gate.process_ended(1020);
	gate.observe(attached(), 1020);
	EXPECT_EQ(gate.outcome(), GateOutcome::died);
	EXPECT_EQ(gate.elapsed_ns(), 20u);
}

TEST(Gate, TheFirstOutcomeStays)
{
	Gate gate = make_gate();

	gate.observe(attached(), 1100);
	gate.process_ended(1101);
	gate.observe(before(), 9999);
	EXPECT_EQ(gate.outcome(), GateOutcome::attached);
	EXPECT_EQ(gate.last().ops, "fifo_ops");
}

TEST(Gate, AttachingAtTheVeryDeadlineCounts)
{
	Gate gate = make_gate();

	gate.observe(attached(), kSpawn + kWindow + 1);
	EXPECT_EQ(gate.outcome(), GateOutcome::attached);
}

TEST(Gate, NoSysfsIsKnownAtOnce)
{
	Gate gate({.expected_ops = "", .window_ns = kWindow}, ScxSnapshot{}, kSpawn);

	EXPECT_EQ(gate.outcome(), GateOutcome::sysfs_absent);
	EXPECT_EQ(gate.elapsed_ns(), 0u);

	Gate vanished = make_gate();
	vanished.observe(ScxSnapshot{}, 1100);
	EXPECT_EQ(vanished.outcome(), GateOutcome::sysfs_absent);
}

} /* namespace */
} /* namespace ktstr */
