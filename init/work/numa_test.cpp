/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/numa.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>

#include "init/sys.h"
#include "init/work/compute.h"

namespace ktstr {
namespace {

using Nodes = std::vector<unsigned>;

/** Whether a mapping of the calling process has @policy. */
bool has_policy(const std::string &policy)
{
	return read_text("/proc/self/numa_maps", 1 << 22).value_or("").find(policy) !=
	       std::string::npos;
}

/** Runs @test in a child, which has a memory policy of its own. */
void in_child(const std::function<void()> &test)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		test();
		_exit(testing::Test::HasFailure());
	}
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
}

TEST(Numa, TheNextNodeIsTheOneAboveOrTheFirst)
{
	EXPECT_EQ(next_node({0, 1, 2}, 0), 1u);
	EXPECT_EQ(next_node({0, 1, 2}, 2), 0u);
	EXPECT_EQ(next_node({1, 4}, 0), 1u);
	EXPECT_EQ(next_node({1, 4}, 2), 4u);
	EXPECT_EQ(next_node({1, 4}, 9), 1u);
	EXPECT_EQ(next_node({0}, 0), 0u);
}

TEST(Numa, ThereIsANodeWithMemoryAndACpu)
{
	Nodes nodes = memory_nodes();

	ASSERT_FALSE(nodes.empty());
	EXPECT_TRUE(std::ranges::is_sorted(nodes));
	EXPECT_TRUE(
		std::ranges::any_of(nodes, [](unsigned node) { return !node_cpus(node).empty(); }));
	EXPECT_TRUE(node_cpus(1023).empty());
}

TEST(Numa, PagesGoWhereTheyAreToldTo)
{
	in_child([] {
		WorkMemory memory(64 * 1024);
		unsigned node = memory_nodes().at(0);

		memory.write(kCacheLine);
		EXPECT_FALSE(has_policy("bind:"));
		EXPECT_TRUE(move_region(memory.start(), memory.bytes(), node));
		EXPECT_TRUE(has_policy("bind:" + std::to_string(node)));
		EXPECT_TRUE(prefer_node(node));
		EXPECT_TRUE(has_policy("prefer:" + std::to_string(node)));
		EXPECT_TRUE(move_process_pages(memory_nodes(), node));
		EXPECT_EQ(memory.start()[kCacheLine], 1);
	});
}

TEST(Numa, ANodeThatIsNotThereIsRefused)
{
	in_child([] {
		WorkMemory memory(64 * 1024);

		EXPECT_FALSE(move_region(memory.start(), memory.bytes(), 1023));
		EXPECT_EQ(errno, EINVAL);
		EXPECT_FALSE(prefer_node(1023));
		EXPECT_FALSE(move_process_pages(memory_nodes(), 1023));
	});
}

} /* namespace */
} /* namespace ktstr */
