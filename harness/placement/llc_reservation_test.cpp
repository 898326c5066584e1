/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/llc_reservation.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <atomic>
#include <thread>

#include "harness/base/test_folder.h"
#include "harness/placement/lock_file.h"

namespace ktstr {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using List = std::vector<unsigned>;

/* Wants any @count of LLCs 0 and 8. */
LlcReservation::Request want(size_t count, milliseconds wait, std::vector<std::string> *said)
{
	return {{0, 8},
		[count](const List &free) -> std::optional<List> {
			if (free.size() < count)
				return std::nullopt;
			return List(free.begin(), free.begin() + ptrdiff_t(count));
		},
		Clock::now() + wait,
		[said](const std::string &line) {
			if (said)
				said->push_back(line);
		}};
}

/* A process that holds LLCs until told to end, or for @hold. */
class Holder {
public:
	Holder(const UniqueFd &folder, size_t count, milliseconds hold = milliseconds(60000))
	{
		int ready[2];

		EXPECT_EQ(pipe(ready), 0);
		pid_ = fork();
		if (pid_ == 0) {
			Result<LlcReservation> held = LlcReservation::make(
				folder, want(count, milliseconds(20000), nullptr));
			(void)!write(ready[1], held.ok() ? "y" : "n", 1);
			std::this_thread::sleep_for(hold);
			_exit(0);
		}
		char answer = 0;
		close(ready[1]);
		EXPECT_EQ(read(ready[0], &answer, 1), 1);
		EXPECT_EQ(answer, 'y');
		close(ready[0]);
	}
	~Holder() { end(); }

	void end()
	{
		if (pid_ <= 0)
			return;
		kill(pid_, SIGKILL);
		waitpid(pid_, nullptr, 0);
		pid_ = -1;
	}
	pid_t pid() const { return pid_; }

private:
	pid_t pid_;
};

class Reservation : public testing::Test {
protected:
	Reservation()
	{
		chmod(base_.path().c_str(), 01777);
		folder_ = open_lock_folder({base_.path()}).value();
	}

	Result<LlcReservation> reserve(size_t count, int wait_ms)
	{
		return LlcReservation::make(folder_, want(count, milliseconds(wait_ms), &said_));
	}

	test::TestFolder base_;
	UniqueFd folder_;
	std::vector<std::string> said_;
};

TEST_F(Reservation, TakesOthersThatAreFree)
{
	Holder holder(folder_, 1);

	EXPECT_TRUE(reserve(1, 0).ok());
	EXPECT_TRUE(said_.empty());
}

TEST_F(Reservation, TimesOutAndSaysForWhom)
{
	Holder holder(folder_, 1);
	Result<LlcReservation> refused = reserve(2, 700);

	ASSERT_FALSE(refused.ok());
	EXPECT_EQ(refused.error().code, ETIMEDOUT);
	ASSERT_EQ(said_.size(), 1u);
	EXPECT_EQ(said_[0],
		  "waiting for host LLCs of CPUs 0, held by pid " + std::to_string(holder.pid()));
	EXPECT_NE(refused.error().to_string().find(std::to_string(holder.pid())),
		  std::string::npos);
	/* A failed reservation holds nothing. */
	EXPECT_TRUE(reserve(1, 0).ok());
}

TEST_F(Reservation, AKilledHolderHoldsNothing)
{
	Holder holder(folder_, 2);

	EXPECT_FALSE(reserve(1, 0).ok());
	holder.end();
	EXPECT_TRUE(reserve(2, 0).ok());
}

TEST_F(Reservation, AWaiterGetsWhatIsLetGo)
{
	Holder holder(folder_, 2);
	LlcReservation::Request request = want(2, milliseconds(30000), nullptr);
	std::atomic<bool> waits = false;

	request.say = [&](const std::string &line) {
		said_.push_back(line);
		waits = true;
		waits.notify_one();
	};
	std::thread killer([&] {
		waits.wait(false);
		holder.end();
	});
	EXPECT_TRUE(LlcReservation::make(folder_, request).ok());
	EXPECT_EQ(said_.size(), 1u);
	/* Release the killer thread even if the reservation printed nothing. */
	waits = true;
	waits.notify_one();
	killer.join();
}

TEST_F(Reservation, WhoWaitsForManyIsNotOvertaken)
{
	Holder one(folder_, 1);
	int done[2];
	ASSERT_EQ(pipe(done), 0);
	pid_t wide = fork();
	if (wide == 0) {
		Result<LlcReservation> held =
			LlcReservation::make(folder_, want(2, milliseconds(20000), nullptr));
		(void)!write(done[1], held.ok() ? "y" : "n", 1);
		pause();
	}
	LockFile turn = LockFile::open(folder_, "turn").value();
	while (turn.holder() != "pid " + std::to_string(wide))
		std::this_thread::sleep_for(milliseconds(10));
	/* The wide one has the turn: an LLC is free but cannot be reserved. */
	EXPECT_FALSE(reserve(1, 0).ok());
	ASSERT_EQ(said_.size(), 1u);
	EXPECT_EQ(said_[0],
		  "waiting for its turn to reserve host LLCs, held by pid " + std::to_string(wide));
	one.end();
	char answer = 0;
	EXPECT_EQ(read(done[0], &answer, 1), 1);
	EXPECT_EQ(answer, 'y');
	kill(wide, SIGKILL);
	waitpid(wide, nullptr, 0);
	close(done[0]);
	close(done[1]);
	EXPECT_TRUE(reserve(2, 0).ok());
}

TEST_F(Reservation, ReturnsWhatItDoesNotChoose)
{
	LlcReservation first = reserve(1, 0).value();
	LlcReservation second = reserve(1, 0).value();

	EXPECT_FALSE(reserve(1, 0).ok());
	first = LlcReservation();
	EXPECT_TRUE(reserve(1, 0).ok());
}

TEST_F(Reservation, FilesThatCannotBeLockedAreNoContention)
{
	ASSERT_EQ(mkdir((base_.path() + "/ktstr-locks/llc8").c_str(), 0777), 0);
	Result<LlcReservation> refused = reserve(1, 0);

	ASSERT_FALSE(refused.ok());
	EXPECT_NE(refused.error().code, ETIMEDOUT);
}

} /* namespace */
} /* namespace ktstr */
