/* SPDX-License-Identifier: GPL-2.0 */
/* Ports: data queues, host input and the retry timer. Control queues are in console_control.cpp. */
#include "vmm/virtio/console_function.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <cstring>

#include "vmm/virtio/console_registers.h"

namespace ktstr {

namespace {

constexpr size_t kChunk = 64 * 1024;
/* Bytes of work per turn, so that a guest that never stops cannot starve the other queues. */
constexpr size_t kTurn = 4 << 20;
constexpr size_t kChainCost = 16 * 1024;

VirtioIdentity console_identity()
{
	/*
	 * Sizes follow Linux: it fills a receive queue with one page per entry, and a transmit
	 * queue limits the number of writes in flight before a writer sleeps.
	 */
	return {
		.device_id = kVirtioIdConsole,
		.class_code = 0x078000, /* other communication controller */
		.features = kConsoleFeatureSize | kConsoleFeatureMultiport,
		.queue_sizes = {16, 64, 16, 16, 16, 64},
		.config_size = sizeof(ConsoleConfig),
	};
}

} /* namespace */

VirtioConsoleFunction::VirtioConsoleFunction(const VirtioHost &host, VirtioConsole::Output output)
	: VirtioPci(host, console_identity()), output_(std::move(output)), bounce_(kChunk)
{}

Result<void> VirtioConsoleFunction::prepare_timer()
{
	timer_.reset(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
	if (!timer_.valid())
		return errno_error("create console retry timer");
	return loop_.add(timer_, EPOLLIN, [this](uint32_t) {
		uint64_t expirations;
		if (read(timer_.get(), &expirations, sizeof(expirations)) > 0)
			retry();
	});
}

bool VirtioConsoleFunction::multiport() const
{
	return negotiated(kConsoleFeatureMultiport);
}

void VirtioConsoleFunction::read_device_config(uint64_t offset, std::span<std::byte> data)
{
	ConsoleConfig config = {console_.columns, console_.rows, kPorts};
	auto bytes = std::as_bytes(std::span(&config, 1));
	memcpy(data.data(), &bytes[offset], data.size());
}

void VirtioConsoleFunction::driver_ready()
{
	/* Without control messages, port 0 is the only port and is always open (§5.3.5). */
	console_.ports[0].guest_open = !multiport();
	for (unsigned queue : {receive_queue(0), receive_queue(1), kControlReceiveQueue})
		if (queue_enabled(queue))
			this->queue(queue).avoid_kick();
}

void VirtioConsoleFunction::device_reset()
{
	console_.ports = {};
}

void VirtioConsoleFunction::work_queue(unsigned index)
{
	if (index >= kControlReceiveQueue && !multiport())
		return;
	if (index == kControlTransmitQueue)
		return receive_control();
	if (index == kControlReceiveQueue)
		return send_control();
	unsigned port = index < kControlReceiveQueue ? 0 : 1;
	if (index == transmit_queue(port))
		send_output(port);
	else
		deliver_input(port);
}

/* Offers the front chain to the host. False: the host has not taken all of it. */
bool VirtioConsoleFunction::offer(unsigned port, Virtqueue &queue)
{
	Port &p = console_.ports[port];
	while (p.sent < chain_.readable) {
		size_t n = queue.gather(chain_, p.sent, bounce_);
		if (!output_(ConsolePort(port), std::span(bounce_).first(n))) {
			p.refused = true;
			arm_timer();
			return false;
		}
		p.sent += uint32_t(n);
	}
	p.sent = 0;
	return true;
}

void VirtioConsoleFunction::send_output(unsigned port)
{
	unsigned index = transmit_queue(port);
	if (!running() || !queue_enabled(index) || console_.ports[port].refused)
		return;
	Virtqueue queue = this->queue(index);
	for (size_t worked = 0; worked < kTurn; worked += kChainCost + chain_.readable) {
		Virtqueue::Next next = queue.peek(&chain_);
		if (next == Virtqueue::Next::empty) {
			queue.want_kick();
			next = queue.peek(&chain_);
		}
		if (next == Virtqueue::Next::broken)
			return needs_reset();
		if (next == Virtqueue::Next::empty || !offer(port, queue))
			return notify_driver(index);
		queue.complete(chain_, 0);
	}
	notify_driver(index);
	kick(index);
}

void VirtioConsoleFunction::retry()
{
	for (unsigned port = 0; port < kPorts; port++) {
		/*
		 * One port at a time, so that a vCPU accessing registers can get the lock in
		 * between.
		 */
		std::lock_guard hold(lock_);
		console_.ports[port].refused = false;
		send_output(port);
	}
}

void VirtioConsoleFunction::arm_timer()
{
	itimerspec when = {};
	when.it_value.tv_nsec = VirtioConsole::kRetryMs * 1000000;
	KTSTR_ASSERT(timerfd_settime(timer_.get(), 0, &when, nullptr) == 0);
}

bool VirtioConsoleFunction::input(unsigned port, std::span<const std::byte> bytes)
{
	{
		std::lock_guard hold(input_lock_);
		Input &input = input_[port];
		if (bytes.size() > input.bytes.size() - input.count)
			return false;
		size_t tail = (input.head + input.count) % input.bytes.size();
		size_t first = std::min(bytes.size(), input.bytes.size() - tail);
		std::copy_n(bytes.begin(), first, input.bytes.begin() + tail);
		std::copy(bytes.begin() + first, bytes.end(), input.bytes.begin());
		input.count += uint32_t(bytes.size());
	}
	kick(receive_queue(port));
	return true;
}

size_t VirtioConsoleFunction::take_input(unsigned port, std::span<std::byte> out)
{
	std::lock_guard hold(input_lock_);
	Input &input = input_[port];
	size_t n = std::min<size_t>(out.size(), input.count);
	size_t first = std::min(n, input.bytes.size() - input.head);
	std::copy_n(input.bytes.begin() + input.head, first, out.begin());
	std::copy_n(input.bytes.begin(), n - first, out.begin() + first);
	input.head = uint32_t((input.head + n) % input.bytes.size());
	input.count -= uint32_t(n);
	return n;
}

void VirtioConsoleFunction::deliver_input(unsigned port)
{
	unsigned index = receive_queue(port);
	if (!running() || !queue_enabled(index) || !console_.ports[port].guest_open)
		return;
	Virtqueue queue = this->queue(index);
	for (size_t worked = 0; worked < kTurn; worked += kChainCost + chain_.writable) {
		{
			std::lock_guard hold(input_lock_);
			if (!input_[port].count)
				return notify_driver(index);
		}
		Virtqueue::Next next = queue.peek(&chain_);
		if (next == Virtqueue::Next::empty) {
			queue.want_kick();
			next = queue.peek(&chain_);
		}
		if (next == Virtqueue::Next::broken)
			return needs_reset();
		if (next == Virtqueue::Next::empty)
			return notify_driver(index);
		size_t room = std::min<size_t>(chain_.writable, bounce_.size());
		size_t n = take_input(port, std::span(bounce_).first(room));
		queue.scatter(chain_, std::span(bounce_).first(n));
		queue.complete(chain_, uint32_t(n));
	}
	notify_driver(index);
	kick(index);
}

} /* namespace ktstr */
