/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_files.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

Result<SessionSpec> parse(const std::string &lines)
{
	return parse_session_spec("folder=/f\nkernel=/k\n" + lines);
}

TEST(SessionFiles, RoundTrip)
{
	SessionSpec spec;
	spec.folder = "/f";
	spec.kernel = "/k";
	spec.initrd = {"/a", "/b"};
	spec.topology = {1, 2, 2, 1};
	spec.kaslr = false;
	spec.devices = {{"disk", {{"mib", 64}, {"latency_ms", 250}}}, {"net"}};
	Result<SessionSpec> back = parse_session_spec(serialise_session_spec(spec));
	ASSERT_TRUE(back.ok());
	EXPECT_EQ(back.value().initrd, spec.initrd);
	EXPECT_EQ(back.value().topology, spec.topology);
	EXPECT_FALSE(back.value().kaslr);
	EXPECT_EQ(back.value().devices, spec.devices);
	EXPECT_FALSE(parse_session_spec("topology=0:1:1:1\n").ok());
	EXPECT_FALSE(parse_session_spec("nonsense=1\n").ok());

	SessionResult result;
	result.deadline = Deadline::attach;
	result.machine_exit = "reset";
	EXPECT_EQ(parse_session_result(serialise_session_result(result)).value().deadline,
		  Deadline::attach);
}

TEST(SessionFiles, Devices)
{
	EXPECT_TRUE(parse("").value().devices.empty());
	EXPECT_EQ(parse("device=net,pairs=4\ndevice=disk\n").value().devices,
		  (std::vector<MachineDevice>{{"net", {{"pairs", 4}}}, {"disk"}}));
	for (const char *bad : {"",
				",",
				"net,",
				"net,,",
				",net",
				"net ",
				"none",
				"net,pairs",
				"net,pairs=",
				"net,pairs=-1",
				"net,pairs=9",
				"net,pairs=1x",
				"net,pairs=18446744073709551617",
				"net,=1",
				"net,pairs=1,pairs=1",
				"net,pairs=1=1",
				"net,mib=1",
				"disk,mib=4097",
				"disk%2Cmib=4097",
				"net\ndevice=net"})
		EXPECT_FALSE(parse("device=" + std::string(bad) + "\n").ok()) << bad;
}

} /* namespace */
} /* namespace ktstr */
