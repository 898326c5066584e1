/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/scx_sysfs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "init/port.h"
#include "init/sched/probe.h"
#include "init/sched/uevent.h"

namespace ktstr {
namespace {

class Sysfs : public testing::Test {
protected:
	void SetUp() override
	{
		root_ = testing::TempDir() + "/ktstr-sysfs-" + std::to_string(getpid());
		std::filesystem::create_directories(root_ + "/root");
	}
	void TearDown() override { std::filesystem::remove_all(root_); }

	void put(const char *name, const char *text) { std::ofstream(root_ + "/" + name) << text; }

	std::string root_;
};

TEST_F(Sysfs, ReadsASnapshot)
{
	ScxSysfs scx(root_);

	EXPECT_FALSE(scx.read().present);
	put("state", "enabled\n");
	put("enable_seq", "7\n");
	put("nr_rejected", "2\n");
	put("root/ops", "fifo_ops\n");
	ScxSnapshot snapshot = scx.read();
	EXPECT_TRUE(snapshot.present);
	EXPECT_EQ(snapshot.state, "enabled");
	EXPECT_EQ(snapshot.ops, "fifo_ops");
	EXPECT_EQ(snapshot.enable_seq, 7u);
	EXPECT_EQ(snapshot.nr_rejected, 2u);
	EXPECT_FALSE(snapshot.decided);
}

TEST_F(Sysfs, KnowsAPartialScheduler)
{
	ScxSysfs scx(root_);

	EXPECT_FALSE(scx.takes_only_ext());
	put("switch_all", "0\n");
	EXPECT_FALSE(scx.takes_only_ext());
	put("state", "disabled\n");
	EXPECT_FALSE(scx.takes_only_ext());
	put("state", "enabled\n");
	EXPECT_TRUE(scx.takes_only_ext());
	put("switch_all", "1\n");
	EXPECT_FALSE(scx.takes_only_ext());
}

TEST_F(Sysfs, CountsEvents)
{
	ScxSysfs scx(root_);

	EXPECT_EQ(scx.event("SCX_EV_X"), -1);
	put("root/events", "SCX_EV_X 0\nSCX_EV_BYPASS_DISPATCH 9\nmalformed\n");
	EXPECT_EQ(scx.event("SCX_EV_X"), 0);
	EXPECT_EQ(scx.event("SCX_EV_BYPASS_DISPATCH"), 9);
	EXPECT_FALSE(scx.any_event());
	put("root/events", "SCX_EV_X 3");
	EXPECT_TRUE(scx.any_event());
	put("root/events", "SCX_EV_X 99999999999999999999\nSCX_EV_Y\n 7\n");
	EXPECT_EQ(scx.event("SCX_EV_X"), -1);
	EXPECT_FALSE(scx.any_event());
}

TEST_F(Sysfs, FindsThePortByName)
{
	EXPECT_EQ(find_port(root_ + "/absent", kRecordsPortName), "");
	EXPECT_EQ(find_port(root_, kRecordsPortName), "");
	put("root/name", "ktstr.records\n");
	EXPECT_EQ(find_port(root_, kRecordsPortName), "root");
}

TEST(Probe, ReadsTheTasksClass)
{
	EXPECT_TRUE(sched_text_is_ext("prio   : 120\next.enabled        :      1\nx : 0\n"));
	EXPECT_FALSE(sched_text_is_ext("ext.enabled        :      0\nx : 1\n"));
	EXPECT_FALSE(sched_text_is_ext("prio : 1\n"));
	EXPECT_FALSE(sched_text_is_ext(""));
	EXPECT_FALSE(sched_text_is_ext("ext.enabled"));
}

TEST(Uevent, FindsTheScheduler)
{
	constexpr char kMessage[] =
		"add@/kernel/sched_ext/root\0ACTION=add\0SCXOPS=fifo_ops\0SEQNUM=9";

	EXPECT_EQ(scx_ops_of_uevent(std::string_view(kMessage, sizeof(kMessage) - 1)), "fifo_ops");
	EXPECT_EQ(scx_ops_of_uevent("add@/devices/x"), "");
	EXPECT_EQ(scx_ops_of_uevent(""), "");
	EXPECT_EQ(scx_ops_of_uevent(std::string_view("\0\0\0", 3)), "");
}

} /* namespace */
} /* namespace ktstr */
