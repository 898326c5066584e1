/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/block_request.h"

#include <array>
#include <cstring>
#include <string_view>

#include "vmm/virtio/block_registers.h"

namespace ktstr {

namespace {

constexpr std::string_view kDiskId = "ktstr-memory";
static_assert(kDiskId.size() <= kBlockIdBytes);

/** A chain with a complete header and a status byte. */
struct Request {
	BlockDisk &disk;
	Virtqueue &queue;
	const DescriptorChain &chain;
	BlockHeader header;
	uint32_t to_device; /* data bytes, without the header */
	uint32_t to_driver; /* data bytes, without the status */
	uint64_t moved = 0;
};

BlockStatus read_sectors(Request &request)
{
	std::span<std::byte> part;
	if (request.to_device ||
	    !request.disk.range(request.header.sector, request.to_driver, &part))
		return kBlockIoError;
	request.moved = request.queue.scatter(request.chain, part);
	return kBlockOk;
}

BlockStatus write_sectors(Request &request)
{
	std::span<std::byte> part;
	if (request.to_driver ||
	    !request.disk.range(request.header.sector, request.to_device, &part))
		return kBlockIoError;
	request.moved = request.queue.gather(request.chain, sizeof(BlockHeader), part);
	return kBlockOk;
}

BlockStatus get_id(Request &request)
{
	std::array<char, kBlockIdBytes> id = {};
	if (request.to_device || request.to_driver != id.size())
		return kBlockIoError;
	memcpy(id.data(), kDiskId.data(), kDiskId.size());
	request.queue.scatter(request.chain, std::as_bytes(std::span(id)));
	return kBlockOk;
}

/* Discarded sectors may read as anything (§5.2.6.2); this device zeroes them too. */
BlockStatus zero_sectors(Request &request)
{
	BlockZeroSegment segment;
	if (request.to_driver || request.to_device != sizeof(segment))
		return kBlockIoError;
	request.queue.gather(request.chain, sizeof(BlockHeader),
			     std::as_writable_bytes(std::span(&segment, 1)));
	uint32_t known = request.header.type == kBlockWriteZeroes ? kBlockZeroUnmap : 0;
	if (segment.flags & ~known)
		return kBlockUnsupported;
	std::span<std::byte> part;
	if (segment.sectors > kBlockMaxZeroSectors ||
	    !request.disk.range(segment.sector, segment.sectors * BlockDisk::kSectorSize, &part))
		return kBlockIoError;
	request.disk.zero(part);
	request.moved = part.size();
	return kBlockOk;
}

BlockStatus dispatch(Request &request)
{
	switch (request.header.type) {
	case kBlockIn:
		return read_sectors(request);
	case kBlockOut:
		return write_sectors(request);
	case kBlockFlush:
		/* Writes reach the medium at once, so there is nothing to flush. */
		return request.to_device || request.to_driver ? kBlockIoError : kBlockOk;
	case kBlockGetId:
		return get_id(request);
	case kBlockDiscard:
	case kBlockWriteZeroes:
		return zero_sectors(request);
	default:
		return kBlockUnsupported;
	}
}

} /* namespace */

BlockAnswer carry_out(BlockDisk &disk, Virtqueue &queue, const DescriptorChain &chain)
{
	if (!chain.writable)
		return {};
	/* Readable parts come first, so the last part is writable. */
	const DescriptorChain::Part &last = chain.parts.back();
	BlockAnswer answer = {true, kBlockIoError, last.address + last.length - 1, 0, 0, kNoSector};
	uint32_t room = chain.writable - 1;

	if (chain.readable >= sizeof(BlockHeader)) {
		uint32_t data = chain.readable - uint32_t(sizeof(BlockHeader));
		Request request = {disk, queue, chain, {}, data, room};
		queue.gather(chain, 0, std::as_writable_bytes(std::span(&request.header, 1)));
		answer.status = dispatch(request);
		answer.moved = request.moved;
		if (request.header.type == kBlockIn)
			answer.read_sector = request.header.sector;
	}
	/*
	 * §2.7.8.2: the length counts from the first writable byte without gaps; an error leaves
	 * gaps.
	 */
	if (answer.status == kBlockOk || !room)
		answer.written = chain.writable;
	return answer;
}

} /* namespace ktstr */
