/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/block_function.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>

#include <algorithm>
#include <cstring>

#include "vmm/virtio/block_registers.h"

namespace ktstr {

namespace {

/*
 * Without indirect descriptors a request of n segments takes n + 2 queue entries, so four of the
 * largest requests fit, or 85 of one page each.
 */
constexpr uint16_t kQueueSize = 256;
constexpr uint32_t kMaxSegments = 62;
constexpr uint32_t kMaxSegmentBytes = 16 * 1024;
static_assert(kMaxSegments * kMaxSegmentBytes + sizeof(BlockHeader) + 1 <=
	      Virtqueue::kMaxChainBytes);

/* Bytes of work per turn, so that a guest that never stops cannot starve the other queues. */
constexpr uint64_t kTurn = 4 << 20;
constexpr uint64_t kChainCost = 16 * 1024;

constexpr uint64_t kNsPerSecond = 1000000000;

VirtioIdentity block_identity(unsigned queues)
{
	return {
		.device_id = kVirtioIdBlock,
		.class_code = 0x018000, /* other mass storage controller */
		.features = kBlockFeatureSizeMax | kBlockFeatureSegMax | kBlockFeatureBlkSize |
			    kBlockFeatureFlush | kBlockFeatureMq | kBlockFeatureDiscard |
			    kBlockFeatureWriteZeroes,
		.queue_sizes = std::vector<uint16_t>(queues, kQueueSize),
		.config_size = sizeof(BlockConfig),
		.vectors = 1 + queues,
	};
}

uint64_t now_ns()
{
	timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return uint64_t(now.tv_sec) * kNsPerSecond + uint64_t(now.tv_nsec);
}

} /* namespace */

BlockFunction::BlockFunction(const VirtioHost &host, BlockDisk disk, const BlockOptions &options)
	: VirtioPci(host, block_identity(options.queues)), guest_(host.memory),
	  disk_(std::move(disk)), queues_(uint16_t(options.queues)),
	  latency_ns_(std::chrono::nanoseconds(options.latency).count()),
	  quick_sectors_(options.quick_bytes / BlockDisk::kSectorSize)
{}

Result<void> BlockFunction::prepare_timer()
{
	if (!latency_ns_)
		return {};
	timer_.reset(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
	if (!timer_.valid())
		return errno_error("create disk timer");
	return loop_.add(timer_, EPOLLIN, [this](uint32_t) {
		uint64_t expirations;
		if (read(timer_.get(), &expirations, sizeof(expirations)) > 0)
			deliver();
	});
}

void BlockFunction::read_device_config(uint64_t offset, std::span<std::byte> data)
{
	BlockConfig config = {};
	config.capacity = disk_.sectors();
	config.size_max = kMaxSegmentBytes;
	config.seg_max = kMaxSegments;
	config.blk_size = BlockDisk::kSectorSize;
	config.num_queues = queues_;
	config.max_discard_sectors = config.max_write_zeroes_sectors = kBlockMaxZeroSectors;
	config.max_discard_seg = config.max_write_zeroes_seg = 1;
	config.discard_sector_alignment = 1;
	config.write_zeroes_may_unmap = 1;
	auto bytes = std::as_bytes(std::span(&config, 1));
	memcpy(data.data(), &bytes[offset], data.size());
}

void BlockFunction::device_reset()
{
	/* The timer may still fire; it then finds nothing due. */
	block_ = {};
}

void BlockFunction::work_queue(unsigned index)
{
	Virtqueue queue = this->queue(index);
	for (uint64_t worked = 0; worked < kTurn;) {
		/* deliver() calls this again as soon as there is room. */
		if (block_.in_flight[index] == BlockOptions::kMaxInFlight)
			return;
		Virtqueue::Next next = queue.peek(&chain_);
		if (next == Virtqueue::Next::empty) {
			queue.want_kick();
			next = queue.peek(&chain_);
		}
		if (next == Virtqueue::Next::broken)
			return needs_reset();
		if (next == Virtqueue::Next::empty)
			return notify_driver(index);
		BlockAnswer answer = carry_out(disk_, queue, chain_);
		queue.take();
		if (latency_ns_ && answer.read_sector >= quick_sectors_)
			postpone(index, chain_.head, answer);
		else
			finish(queue, chain_.head, answer);
		worked += kChainCost + answer.moved;
	}
	notify_driver(index);
	kick(index);
}

void BlockFunction::finish(Virtqueue &queue, uint16_t head, const BlockAnswer &answer)
{
	if (answer.has_status)
		KTSTR_ASSERT(guest_.write(answer.status_address, answer.status));
	queue.give_back(head, answer.written);
}

void BlockFunction::postpone(unsigned index, uint16_t head, const BlockAnswer &answer)
{
	State &s = block_;
	uint64_t due_ns = now_ns() + latency_ns_;
	s.ring[(s.first + s.count) % s.ring.size()] = {due_ns, answer, uint16_t(index), head};
	s.in_flight[index]++;
	if (!s.count++)
		arm_timer(due_ns);
}

void BlockFunction::deliver()
{
	std::lock_guard hold(lock_);
	if (!running())
		return;
	State &s = block_;
	uint64_t now = now_ns();
	std::array<bool, BlockOptions::kMaxQueues> completed = {}, was_full = {};
	for (; s.count && s.ring[s.first].due_ns <= now; s.count--) {
		const Completion &next = s.ring[s.first];
		Virtqueue queue = this->queue(next.queue);
		finish(queue, next.head, next.answer);
		completed[next.queue] = true;
		if (s.in_flight[next.queue]-- == BlockOptions::kMaxInFlight)
			was_full[next.queue] = true;
		s.first = (s.first + 1) % s.ring.size();
	}
	if (s.count)
		arm_timer(s.ring[s.first].due_ns);
	for (unsigned index = 0; index < queues_; index++) {
		if (completed[index])
			notify_driver(index);
		if (was_full[index])
			kick(index);
	}
}

void BlockFunction::arm_timer(uint64_t due_ns)
{
	itimerspec when = {};
	when.it_value.tv_sec = time_t(due_ns / kNsPerSecond);
	when.it_value.tv_nsec = long(due_ns % kNsPerSecond);
	KTSTR_ASSERT(timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr) == 0);
}

} /* namespace ktstr */
