/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LlcReservation: host LLCs that this process alone may put pinned vCPUs on, for as long as the
 * object lives and the process does. Made by the session process; one thread.
 *
 * Who reserves first takes the turn, a lock of its own, and keeps it until all its LLCs are free:
 * nobody then takes single ones from under one who waits for many.
 */
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/placement/lock_file.h"

namespace ktstr {

class LlcReservation {
public:
	struct Request {
		std::vector<unsigned> llcs; /* of the host */
		/** Which to keep where @free ones can be had; nothing: not enough, wait. */
		std::function<std::optional<std::vector<unsigned>>(
			const std::vector<unsigned> &free)>
			choose;
		std::chrono::steady_clock::time_point deadline;
		/** Gets one line, if it has to wait: for whom. */
		std::function<void(const std::string &)> say;
	};

	/** Holds nothing. */
	LlcReservation() = default;

	/** Errors: ETIMEDOUT at the deadline; others where files cannot be locked here. */
	static Result<LlcReservation> make(const UniqueFd &folder, const Request &request);

private:
	std::vector<LockFile> held_;
};

} /* namespace ktstr */
