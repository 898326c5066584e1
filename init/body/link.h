/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Link: how the case body, a child process, sends its checks and measurements to PID 1; only PID 1
 * writes records. It is a SOCK_SEQPACKET pair: one message is one record, a LinkHeader and its
 * payload. The body only sends; a full socket makes it wait, so nothing is lost. PID 1 passes on
 * only the types that is_of_a_body() allows.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "harness/wire/record_types.h"
#include "init/loop.h"
#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

struct LinkHeader {
	uint16_t type;	   /* RecordType::check, ::skip, ::stimulus, or of a measurement */
	uint16_t reserved; /* 0 */
};

struct LinkPair {
	UniqueFd receiver; /* non-blocking */
	UniqueFd sender;
};

Result<LinkPair> make_link();
/** Blocks while the socket is full; truncates payloads to kRecordMaxPayload. */
bool link_send(const UniqueFd &sender, RecordType type, std::string_view payload);
/** Takes one pending message; false if there is none. */
bool link_receive(const UniqueFd &receiver,
		  const std::function<void(RecordType, std::string_view)> &take);

} /* namespace ktstr */
