/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/cpus.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

namespace ktstr {
namespace {

using Cpus = std::vector<unsigned>;

/** Whether @check holds in a child, which has an affinity of its own. */
bool true_in_child(const std::function<bool()> &check)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		_exit(check() ? 0 : 1);
	return waitpid(pid, &status, 0) == pid && status == 0;
}

TEST(Cpus, AnotherOneIsNeverTheCurrentOne)
{
	for (uint64_t number = 0; number < 10; number++)
		EXPECT_NE(other_cpu({0, 3, 5}, 3, number), 3u);
	EXPECT_EQ(other_cpu({0, 3, 5}, 3, 0), 0u);
	EXPECT_EQ(other_cpu({0, 3, 5}, 3, 1), 5u);
	EXPECT_EQ(other_cpu({0, 3, 5}, 9, 2), 5u);
	EXPECT_EQ(other_cpu({3}, 3, 7), 3u);
	EXPECT_EQ(other_cpu({}, 3, 7), 3u);
}

TEST(Cpus, CoresAreThoseWithTwoCpusOfTheSet)
{
	EXPECT_EQ(smt_cores({0, 1, 2, 3}, {"0,2", "1,3", "0,2", "1,3"}),
		  (std::vector<Cpus>{{0, 2}, {1, 3}}));
	EXPECT_EQ(smt_cores({1, 2, 3}, {"1,3", "0,2", "1,3"}), (std::vector<Cpus>{{1, 3}}));
	EXPECT_TRUE(smt_cores({0, 1}, {"0", "1"}).empty());
	EXPECT_TRUE(smt_cores({}, {}).empty());
	EXPECT_EQ(smt_cores({4, 5, 6, 7}, {"4-7", "4-7", "4-7", "4-7"}),
		  (std::vector<Cpus>{{4, 5, 6, 7}}));
}

TEST(Cpus, MalformedListsAreNoCores)
{
	EXPECT_TRUE(smt_cores({0, 1}, {"", "0,"}).empty());
	EXPECT_TRUE(smt_cores({0, 1}, {"0-99999999999", "1-0"}).empty());
	EXPECT_TRUE(smt_cores({0, 1}, {}).empty());
	EXPECT_TRUE(smt_cores({0}, {"0", "0-1", "0-1"}).empty());
}

TEST(Cpus, AProcessIsWhereItWasBoundTo)
{
	EXPECT_TRUE(true_in_child([] {
		Cpus all = allowed_cpus(0);

		return !all.empty() && bind_to_cpus(0, {all.back()}) &&
		       allowed_cpus(0) == Cpus{all.back()} &&
		       unsigned(sched_getcpu()) == all.back();
	}));
	EXPECT_TRUE(true_in_child([] { return !bind_to_cpus(0, {}) && errno == EINVAL; }));
}

TEST(Cpus, ChoiceIsAllAgainAfterABinding)
{
	EXPECT_TRUE(true_in_child([] {
		CpuChoice choice(0);
		Cpus all = choice.widen();

		return !all.empty() && bind_to_cpus(0, {all[0]}) && choice.widen() == all;
	}));
}

TEST(Cpus, ChoiceOfOneThatWasBoundStaysThere)
{
	/* With a single CPU there is none to keep it from. */
	EXPECT_TRUE(true_in_child([] {
		Cpus all = CpuChoice(0).widen(), one = {all.at(0)};

		if (!bind_to_cpus(0, one))
			return false;
		CpuChoice choice(0);
		return allowed_cpus(0) == one && choice.widen() == one && allowed_cpus(0) == one;
	}));
}

TEST(Cpus, OfAProcessThatIsGoneNothingIsKnown)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	ASSERT_EQ(waitpid(pid, nullptr, 0), pid);
	EXPECT_TRUE(allowed_cpus(pid).empty());
	EXPECT_TRUE(CpuChoice(pid).widen().empty());
	EXPECT_EQ(errno, ESRCH);
}

} /* namespace */
} /* namespace ktstr */
