/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records: init's writing end of the record stream. Owned by PID 1 and used by it alone; children
 * reach the host only through it. A send blocks until the host has room (back-pressure, never
 * loss); should the channel itself break, sends are dropped after one line in the kernel's log. So
 * are bytes of streams after RESULT, which only answers follow: warnings of the kernel are on its
 * console.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "harness/wire/record.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class Records {
public:
	Records() = default;
	explicit Records(UniqueFd port) : port_(std::move(port)) {}

	void send(RecordType type, std::span<const std::byte> payload = {});
	void send_text(RecordType type, std::string_view text);
	/** A fixed head, then text (the shape of most records in harness/wire/wire.h). */
	template <typename Head>
	void send_with(RecordType type, const Head &head, std::string_view text = {})
	{
		static_assert(std::is_trivially_copyable_v<Head>);
		std::string payload(reinterpret_cast<const char *>(&head), sizeof(head));

		payload += text;
		send_text(type, payload);
	}
	/** Bytes of a stream, in records of at most kStreamChunk. */
	void stream(RecordType type, std::span<const std::byte> bytes);

	bool connected() const { return port_.valid(); }
	const UniqueFd &port() const { return port_; }

private:
	bool write_all(std::span<const std::byte> bytes);

	UniqueFd port_;
	uint32_t sequence_ = 0;
	bool ended_ = false;
	bool broken_ = false;
};

} /* namespace ktstr */
