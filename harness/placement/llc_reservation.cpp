/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/llc_reservation.h"

#include <algorithm>
#include <thread>

#include "harness/scenario/topology/cpu_list.h"

namespace ktstr {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPeriod(50);
/* The turn changes hands at once if nobody waits; do not print a line for that. */
constexpr std::chrono::milliseconds kQuiet(500);

/* Waits by polling: flock() has no timeout, and a reservation lasts as long as a machine. */
class Wait {
public:
	explicit Wait(const LlcReservation::Request &request) : request_(request) {}

	/** Calls @for_whom once, when there is something to report. */
	Result<void> pause(const std::function<std::string()> &for_whom)
	{
		Clock::time_point now = Clock::now();

		if (!said_ && (now - begin_ >= kQuiet || now >= request_.deadline)) {
			said_ = true;
			request_.say("waiting for " + for_whom());
		}
		if (now >= request_.deadline)
			return Error{ETIMEDOUT, "reserve host LLCs", for_whom()};
		std::this_thread::sleep_for(
			std::min<Clock::duration>(kPeriod, request_.deadline - now));
		return {};
	}

private:
	const LlcReservation::Request &request_;
	const Clock::time_point begin_ = Clock::now();
	bool said_ = false;
};

struct LlcLock {
	unsigned llc;
	LockFile file;
};

std::string describe(const std::vector<LlcLock> &locks, const std::vector<unsigned> &free)
{
	std::vector<unsigned> taken;
	std::string holders;

	for (const LlcLock &lock : locks) {
		if (std::find(free.begin(), free.end(), lock.llc) != free.end())
			continue;
		taken.push_back(lock.llc);
		std::string holder = lock.file.holder();
		if (holders.find(holder) == holders.npos)
			holders += (holders.empty() ? "" : ", ") + holder;
	}
	return "host LLCs of CPUs " + cpu_list_text(taken) + ", held by " + holders;
}

} /* namespace */

Result<LlcReservation> LlcReservation::make(const UniqueFd &folder, const Request &request)
{
	LockFile turn = KTSTR_TRY(LockFile::open(folder, "turn"));
	std::vector<LlcLock> locks;
	LlcReservation reservation;
	Wait wait(request);

	for (unsigned llc : request.llcs)
		locks.push_back(
			{llc, KTSTR_TRY(LockFile::open(folder, "llc" + std::to_string(llc)))});
	while (!KTSTR_TRY(turn.try_lock()))
		KTSTR_TRY(wait.pause([&turn] {
			return "its turn to reserve host LLCs, held by " + turn.holder();
		}));
	for (;;) {
		std::vector<unsigned> free;

		for (LlcLock &lock : locks) {
			if (KTSTR_TRY(lock.file.try_lock()))
				free.push_back(lock.llc);
		}
		std::optional<std::vector<unsigned>> chosen = request.choose(free);
		for (LlcLock &lock : locks) {
			if (chosen &&
			    std::find(chosen->begin(), chosen->end(), lock.llc) != chosen->end())
				reservation.held_.push_back(std::move(lock.file));
			else
				lock.file.unlock();
		}
		if (chosen)
			return reservation;
		KTSTR_TRY(wait.pause([&] { return describe(locks, free); }));
	}
}

} /* namespace ktstr */
