/* SPDX-License-Identifier: GPL-2.0 */
/* Runs on the loopback device of the test's own network namespace, where it is down at first. */
#include "init/work/net_work.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstring>

#include "init/work/frame_socket.h"
#include "init/work/test_child.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

const WorkDevices kLoopback = {.found = {{kNetDevice.name, "lo"}}};

bool is_up()
{
	UniqueFd fd(socket(AF_INET, SOCK_DGRAM, 0));
	struct ifreq request = {};

	strcpy(request.ifr_name, "lo");
	return ioctl(fd.get(), SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP);
}

void in_own_network(const std::function<void()> &test)
{
	in_child([&] {
		if (unshare_or_fail(CLONE_NEWNET))
			test();
	});
}

TEST(NetWork, NetTrafficBringsTheDeviceUpAndGetsItsBurstsBack)
{
	in_own_network([] {
		EXPECT_FALSE(is_up());
		TestWorkers workers(NetTraffic{.frame_bytes = 1514, .burst = 128}, 2, kLoopback);
		EXPECT_TRUE(workers.wait_for_iterations(10));
		EXPECT_TRUE(is_up());
	});
}

TEST(NetWork, NetTrafficWithTheSmallestFrames)
{
	in_own_network([] {
		TestWorkers workers(NetTraffic{.frame_bytes = 60, .burst = 1}, 1, kLoopback);
		EXPECT_TRUE(workers.wait_for_iterations(50));
		EXPECT_EQ(workers.report().wakes.load(), 0u);
	});
}

TEST(NetWork, IrqWakeSamplesEachFrame)
{
	in_own_network([] {
		uint64_t begin = work_clock_ns();
		TestWorkers workers(IrqWake{.pause_us = 1000}, 1, kLoopback);
		EXPECT_TRUE(workers.wait_for_iterations(20));
		uint64_t iterations = workers.iterations();
		EXPECT_GE(workers.report().wakes.load(), iterations);
		EXPECT_GT(workers.report().wake_longest_ns.load(), 0u);
		/* There is a pause between any two. */
		EXPECT_LE((iterations - 1) * 1000000, work_clock_ns() - begin);
	});
}

TEST(NetWork, WithoutTheDeviceTheWorkerSaysSo)
{
	TestWorkers workers(NetTraffic{}, 1, {.found = {{kNetDevice.name, "ktstr-none"}}});
	siginfo_t end = {};

	ASSERT_EQ(waitid(P_PID, id_t(workers.pid()), &end, WEXITED | WNOWAIT), 0);
	EXPECT_EQ(workers.report().state.load(), uint32_t(WorkerState::failed));
	EXPECT_NE(std::string(workers.report().failure).find("network device"), std::string::npos)
		<< workers.report().failure;
}

TEST(FrameSocket, TakesOnlyItsOwnNewFrames)
{
	in_own_network([] {
		Result<std::unique_ptr<TeamWork>> team =
			TeamWork::create(NetTraffic{}, 1, 1, kLoopback);
		ASSERT_TRUE(team.ok());
		Worker worker(*team.value(), 0);
		FrameSocket socket(worker, 60);
		constexpr uint64_t kLong = 10000000000, kShort = 2000000;

		/* A frame from another process. */
		pid_t other = fork();
		if (other == 0) {
			FrameSocket others(worker, 60);

			others.send(7);
			_exit(others.receive(7, work_clock_ns() + kLong) ? 0 : 1);
		}
		int status;
		ASSERT_EQ(waitpid(other, &status, 0), other);
		ASSERT_EQ(status, 0);
		EXPECT_FALSE(socket.receive(0, work_clock_ns() + kShort));
		/* An old frame, then a new one, which comes only once. */
		EXPECT_TRUE(socket.send(8));
		EXPECT_TRUE(socket.send(9));
		EXPECT_TRUE(socket.receive(9, work_clock_ns() + kLong));
		EXPECT_FALSE(socket.receive(8, work_clock_ns() + kShort));
	});
}

} /* namespace */
} /* namespace ktstr */
