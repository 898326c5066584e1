/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/frame.h"

namespace ktstr {

namespace {

struct RunPrefix {
	uint32_t input;
	WindowSize window;
};
static_assert(sizeof(RunPrefix) == 8);

void append(std::vector<std::byte> &to, const void *data, size_t size)
{
	const std::byte *bytes = static_cast<const std::byte *>(data);
	to.insert(to.end(), bytes, bytes + size);
}

} /* namespace */

std::span<const std::byte> text_bytes(std::string_view text)
{
	return {reinterpret_cast<const std::byte *>(text.data()), text.size()};
}

std::vector<std::byte> encode_frame(FrameType type, uint32_t command,
				    std::span<const std::byte> payload)
{
	KTSTR_ASSERT(payload.size() <= kFrameMaxPayload);
	FrameHeader header = {kFrameMagic, uint32_t(type), uint32_t(payload.size()), command};
	std::vector<std::byte> frame;
	frame.reserve(sizeof(header) + payload.size());
	append(frame, &header, sizeof(header));
	append(frame, payload.data(), payload.size());
	return frame;
}

Result<std::vector<std::byte>> encode_run(const RunRequest &request)
{
	RunPrefix prefix = {uint32_t(request.input), request.window};
	std::vector<std::byte> payload;
	append(payload, &prefix, sizeof(prefix));
	for (const std::string &argument : request.argv) {
		/*
		 * An embedded NUL would split the argument in two; c_str() stops where exec would.
		 */
		append(payload, argument.c_str(), strlen(argument.c_str()) + 1);
	}
	if (payload.size() > kFrameMaxPayload)
		return Error{E2BIG, "send command to emulated host", {}};
	return payload;
}

Result<RunRequest> decode_run(std::span<const std::byte> payload)
{
	RunPrefix prefix;
	if (payload.size() < sizeof(prefix))
		return format_error("run request", "too short");
	memcpy(&prefix, payload.data(), sizeof(prefix));
	if (prefix.input > uint32_t(InputKind::terminal))
		return format_error("run request", "unknown input kind");
	RunRequest request;
	request.input = InputKind(prefix.input);
	request.window = prefix.window;
	payload = payload.subspan(sizeof(prefix));
	std::string_view rest(reinterpret_cast<const char *>(payload.data()), payload.size());
	while (!rest.empty()) {
		size_t end = rest.find('\0');
		if (end == std::string_view::npos)
			return format_error("run request", "argument is not NUL-terminated");
		request.argv.emplace_back(rest.substr(0, end));
		rest.remove_prefix(end + 1);
	}
	if (request.argv.empty())
		return format_error("run request", "no arguments");
	return request;
}

void FrameReader::feed(std::span<const std::byte> bytes)
{
	buffer_.erase(buffer_.begin(), buffer_.begin() + ptrdiff_t(used_));
	used_ = 0;
	append(buffer_, bytes.data(), bytes.size());
}

Result<std::optional<Frame>> FrameReader::next()
{
	FrameHeader header;
	size_t available = buffer_.size() - used_;
	if (available < sizeof(header))
		return std::optional<Frame>();
	memcpy(&header, buffer_.data() + used_, sizeof(header));
	if (header.magic != kFrameMagic)
		return format_error("frame from emulated host", "bad magic");
	if (header.type == 0 || header.type > kLastFrameType)
		return format_error("frame from emulated host", "bad type");
	if (header.length > kFrameMaxPayload)
		return format_error("frame from emulated host", "bad length");
	if (available - sizeof(header) < header.length)
		return std::optional<Frame>();
	auto start = buffer_.begin() + ptrdiff_t(used_ + sizeof(header));
	Frame frame = {FrameType(header.type), header.command, {start, start + header.length}};
	used_ += sizeof(header) + header.length;
	return std::optional<Frame>(std::move(frame));
}

} /* namespace ktstr */
