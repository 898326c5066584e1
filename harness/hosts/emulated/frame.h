/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frames: the protocol between an emulated host's agent and the real host over virtio-serial, which
 * delivers all bytes in order but in pieces of any size. A FrameReader belongs to one stream and
 * one thread. Bytes from the other side are untrusted: a bad header ends the stream for good, and a
 * reader never holds more than one frame of the largest size.
 *
 * Host to agent: run, input, input_end, window, kill
 * Agent to host: ready once, then for each run: out, err, input_taken..., exited | not_started
 * Heartbeat port: beat, agent to host; meaningless bytes, host to agent.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

constexpr uint32_t kFrameMagic = 0x314d4548;	 /* "HEM1" */
constexpr uint32_t kFrameMaxPayload = 64 * 1024; /* bytes */
constexpr uint32_t kInputWindow = 64 * 1024;	 /* bytes of input not yet taken */

enum class FrameType : uint32_t {
	ready = 1, /* text: empty if /dev/kvm works, else the reason */
	run = 2,   /* RunRequest */
	input = 3, /* bytes for the command's standard input */
	input_end = 4,
	input_taken = 5, /* uint32_t: bytes that the command has consumed or never will */
	window = 6,	 /* WindowSize */
	kill = 7,
	out = 8,	  /* bytes */
	err = 9,	  /* bytes */
	exited = 10,	  /* ExitStatus */
	not_started = 11, /* int32_t errno, then text */
	beat = 12,	  /* uint64_t: number of beats */
};
constexpr uint32_t kLastFrameType = 12;

struct FrameHeader {
	uint32_t magic;	  /* kFrameMagic */
	uint32_t type;	  /* FrameType */
	uint32_t length;  /* bytes that follow, at most kFrameMaxPayload */
	uint32_t command; /* number of the run it belongs to; 0: none */
};
static_assert(sizeof(FrameHeader) == 16);

struct WindowSize {
	uint16_t columns;
	uint16_t rows;
};
static_assert(sizeof(WindowSize) == 4);

struct ExitStatus {
	int32_t signalled; /* 0: code is an exit code; 1: a signal */
	int32_t code;
};
static_assert(sizeof(ExitStatus) == 8);

enum class InputKind : uint32_t { none = 0, pipe = 1, terminal = 2 };

/** Payload of FrameType::run: the two fixed fields, then argv, each NUL-terminated. */
struct RunRequest {
	InputKind input = InputKind::none;
	WindowSize window = {};
	std::vector<std::string> argv;
};

struct Frame {
	FrameType type;
	uint32_t command;
	std::vector<std::byte> payload;

	std::string_view text() const
	{
		return {reinterpret_cast<const char *>(payload.data()), payload.size()};
	}
};

/** @payload is at most kFrameMaxPayload bytes long. */
std::vector<std::byte> encode_frame(FrameType type, uint32_t command,
				    std::span<const std::byte> payload);
std::span<const std::byte> text_bytes(std::string_view text);

/** Error: too long for a frame. */
Result<std::vector<std::byte>> encode_run(const RunRequest &request);
Result<RunRequest> decode_run(std::span<const std::byte> payload);

/** Decodes a fixed-size payload; nullopt if the length differs. */
template <typename T>
std::optional<T> decode_payload(const Frame &frame)
{
	T value;
	if (frame.payload.size() != sizeof(value))
		return std::nullopt;
	memcpy(&value, frame.payload.data(), sizeof(value));
	return value;
}

class FrameReader {
public:
	void feed(std::span<const std::byte> bytes);
	/** The next complete frame; nullopt: more bytes are needed. Errors are permanent. */
	Result<std::optional<Frame>> next();

private:
	std::vector<std::byte> buffer_;
	size_t used_ = 0; /* consumed bytes of buffer_ */
};

} /* namespace ktstr */
