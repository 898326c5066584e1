/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HostInput: takes apart the bytes the host sends (HELLO, then perhaps STOP). Owned by PID 1's
 * session, fed from its event loop. Pure: bytes in, state out. Anything malformed is an error text
 * that stays; nothing after it is looked at.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ktstr {

class HostInput {
public:
	void feed(std::span<const std::byte> bytes);

	bool greeted() const { return greeted_; }
	bool stop_requested() const { return stop_; }
	/** Empty while all is well; else what is wrong with the host's side. */
	const std::string &error() const { return error_; }

private:
	bool take_record();
	void handle(uint16_t type, std::span<const std::byte> payload);

	std::vector<std::byte> pending_;
	uint32_t sequence_ = 0;
	bool greeted_ = false;
	bool stop_ = false;
	std::string error_;
};

} /* namespace ktstr */
