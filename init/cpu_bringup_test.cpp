/* SPDX-License-Identifier: GPL-2.0 */
#include "init/cpu_bringup.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/base/test_folder.h"
#include "init/sys.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {
namespace {

class InitCpuBringup : public testing::Test {
protected:
	/* CPU 0 has no file; all others are down. */
	void make_cpus(unsigned count)
	{
		for (unsigned cpu = 1; cpu < count; cpu++)
			folder_.write("cpu" + std::to_string(cpu) + "/online", "0\n");
	}
	std::string cpu_folder(unsigned cpu)
	{
		return folder_.path() + "/cpu" + std::to_string(cpu);
	}
	std::string online(unsigned cpu) { return read_line(cpu_folder(cpu) + "/online"); }

	test::TestFolder folder_;
};

TEST_F(InitCpuBringup, LeavesOutWhatIsToBeOffline)
{
	Topology topology = parse_topology("1:1:4:1,offline=1").value();

	make_cpus(4);
	EXPECT_TRUE(bring_up_cpus(topology, folder_.path()).ok());
	EXPECT_EQ(online(1), "1");
	EXPECT_EQ(online(2), "1");
	EXPECT_EQ(online(3), "0");
}

TEST_F(InitCpuBringup, LeavesOutSiblingsWithoutSmt)
{
	Topology topology = parse_topology("1:1:2:2,smt=off").value();

	make_cpus(4);
	EXPECT_TRUE(bring_up_cpus(topology, folder_.path()).ok());
	EXPECT_EQ(online(1), "0");
	EXPECT_EQ(online(2), "1");
	EXPECT_EQ(online(3), "0");
}

TEST_F(InitCpuBringup, NamesTheCpuThatIsNotThere)
{
	make_cpus(3);
	Result<void> missing = bring_up_cpus(parse_topology("1:1:4:1").value(), folder_.path());
	ASSERT_FALSE(missing.ok());
	EXPECT_EQ(missing.error().code, ENOENT);
	EXPECT_NE(missing.error().to_string().find("CPU 3"), std::string::npos);
}

TEST_F(InitCpuBringup, NamesTheCpuThatTheKernelRefuses)
{
	/* Root may write to any file, but not to a sealed one. */
	UniqueFd sealed(memfd_create("online", MFD_CLOEXEC | MFD_ALLOW_SEALING));
	ASSERT_EQ(write(sealed.get(), "0\n", 2), 2);
	ASSERT_EQ(fcntl(sealed.get(), F_ADD_SEALS, F_SEAL_WRITE), 0);

	make_cpus(4);
	ASSERT_EQ(unlink((cpu_folder(2) + "/online").c_str()), 0);
	ASSERT_EQ(symlink(("/proc/self/fd/" + std::to_string(sealed.get())).c_str(),
			  (cpu_folder(2) + "/online").c_str()),
		  0);
	Result<void> refused = bring_up_cpus(parse_topology("1:1:4:1").value(), folder_.path());
	ASSERT_FALSE(refused.ok());
	EXPECT_EQ(refused.error().code, EPERM);
	EXPECT_NE(refused.error().to_string().find("CPU 2"), std::string::npos);
	EXPECT_EQ(online(1), "1");
	EXPECT_EQ(online(3), "0");
}

} /* namespace */
} /* namespace ktstr */
