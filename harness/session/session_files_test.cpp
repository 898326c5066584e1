/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_files.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(SessionFiles, RoundTrip)
{
	SessionSpec spec;
	spec.folder = "/f";
	spec.kernel = "/k";
	spec.initrd = {"/a", "/b"};
	spec.topology = {1, 2, 2, 1};
	spec.kaslr = false;
	spec.net_pairs = 4;
	spec.disk_mib = 64;
	spec.disk_latency_ms = 250;
	Result<SessionSpec> back = parse_session_spec(serialise_session_spec(spec));
	ASSERT_TRUE(back.ok());
	EXPECT_EQ(back.value().initrd, spec.initrd);
	EXPECT_EQ(back.value().topology, spec.topology);
	EXPECT_FALSE(back.value().kaslr);
	EXPECT_EQ(back.value().net_pairs, 4u);
	EXPECT_EQ(back.value().disk_mib, 64u);
	EXPECT_EQ(back.value().disk_latency_ms, 250u);
	EXPECT_FALSE(parse_session_spec("folder=/f\nkernel=/k\nnet_pairs=9\n").ok());
	EXPECT_FALSE(parse_session_spec("folder=/f\nkernel=/k\ndisk_mib=4097\n").ok());
	EXPECT_FALSE(parse_session_spec("topology=0:1:1:1\n").ok());
	EXPECT_FALSE(parse_session_spec("nonsense=1\n").ok());

	SessionResult result;
	result.deadline = Deadline::attach;
	result.machine_exit = "reset";
	EXPECT_EQ(parse_session_result(serialise_session_result(result)).value().deadline,
		  Deadline::attach);
}

} /* namespace */
} /* namespace ktstr */
