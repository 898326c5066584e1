/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LlcReservation: the exclusive right to pin vCPUs on some host LLCs, for as long as the object and
 * the process live. The session process makes it; one thread.
 *
 * The first to reserve takes the turn, a lock of its own, and keeps it until it has all its LLCs.
 * So nobody can take single LLCs while another process waits for many.
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
		/** Picks which of the @free LLCs to keep; nullopt: not enough, wait. */
		std::function<std::optional<std::vector<unsigned>>(
			const std::vector<unsigned> &free)>
			choose;
		std::chrono::steady_clock::time_point deadline;
		/** Receives one line if the reservation has to wait, saying for whom. */
		std::function<void(const std::string &)> say;
	};

	/** An empty reservation. */
	LlcReservation() = default;

	/** Errors: ETIMEDOUT at the deadline; others if files cannot be locked here. */
	static Result<LlcReservation> make(const UniqueFd &folder, const Request &request);

private:
	std::vector<LockFile> held_;
};

} /* namespace ktstr */
