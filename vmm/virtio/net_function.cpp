/* SPDX-License-Identifier: GPL-2.0 */
/* Configuration and the pairs of data queues. The control queue is in net_control.cpp. */
#include "vmm/virtio/net_function.h"

#include <cstring>

namespace ktstr {

namespace {

/* Buffers per turn, so that a guest that never stops cannot starve the other queues. */
constexpr unsigned kTurn = 256;

/* Locally administered. Every machine may use the same one: machines are never neighbours. */
constexpr std::array<uint8_t, 6> kMac = {0x02, 'k', 't', 's', 't', 'r'};

VirtioIdentity net_identity(unsigned pairs)
{
	/* Linux keeps a receive queue full and stops a transmit queue with 19 free entries left. */
	std::vector<uint16_t> sizes(net_control_queue(pairs), 256);
	/* Linux waits for the answer to each command, which has three or four parts. */
	sizes.push_back(16);
	unsigned vectors = 1 + unsigned(sizes.size());
	return {
		.device_id = kVirtioIdNet,
		.class_code = 0x020000, /* Ethernet controller */
		.features = kNetFeatureMtu | kNetFeatureMac | kNetFeatureStatus |
			    kNetFeatureControlQueue | kNetFeatureMultiqueue,
		.queue_sizes = std::move(sizes),
		.config_size = sizeof(NetConfig),
		.vectors = vectors,
	};
}

} /* namespace */

VirtioNetFunction::VirtioNetFunction(const VirtioHost &host, unsigned pairs)
	: VirtioPci(host, net_identity(pairs)), pairs_(pairs)
{
	device_reset();
}

NetCounters VirtioNetFunction::counters() const
{
	std::lock_guard hold(lock_);
	return net_.counters;
}

void VirtioNetFunction::read_device_config(uint64_t offset, std::span<std::byte> data)
{
	NetConfig config = {kMac, kNetStatusLinkUp, uint16_t(pairs_), VirtioNet::kMtu};
	auto bytes = std::as_bytes(std::span(&config, 1));
	memcpy(data.data(), &bytes[offset], data.size());
}

void VirtioNetFunction::device_reset()
{
	/* §5.1.6.5.5: multiqueue is off until the driver asks for it. */
	net_.active_pairs = 1;
}

void VirtioNetFunction::driver_ready()
{
	/* The device only looks for receive buffers when there is a frame, so it needs no kicks. */
	for (unsigned pair = 0; pair < pairs_; pair++) {
		unsigned index = net_receive_queue(pair);
		if (queue_enabled(index) && !is_control(index))
			queue(index).avoid_kick();
	}
}

bool VirtioNetFunction::is_control(unsigned index) const
{
	unsigned known_pairs = negotiated(kNetFeatureMultiqueue) ? pairs_ : 1;
	return negotiated(kNetFeatureControlQueue) && index == net_control_queue(known_pairs);
}

void VirtioNetFunction::work_queue(unsigned index)
{
	if (is_control(index))
		return receive_control(index);
	unsigned pair = index / 2;
	if (index == net_transmit_queue(pair))
		loop_back(pair);
}

/* The next buffer of the queue. If it is empty, asks the driver to kick and looks again. */
Virtqueue::Next VirtioNetFunction::next_chain(Virtqueue &queue)
{
	Virtqueue::Next next = queue.peek(&chain_);
	if (next != Virtqueue::Next::empty)
		return next;
	queue.want_kick();
	return queue.peek(&chain_);
}

void VirtioNetFunction::loop_back(unsigned pair)
{
	unsigned index = net_transmit_queue(pair);
	Virtqueue queue = this->queue(index);
	unsigned budget = kTurn;
	for (; budget && running(); budget--) {
		Virtqueue::Next next = next_chain(queue);
		if (next == Virtqueue::Next::broken)
			return needs_reset();
		if (next == Virtqueue::Next::empty)
			break;
		size_t length = take_frame(queue);
		queue.complete(chain_, 0);
		if (pair >= net_.active_pairs)
			net_.counters.inactive_pair++;
		else if (!length)
			net_.counters.malformed++;
		else
			deliver(pair, length);
	}
	notify_driver(net_receive_queue(pair));
	notify_driver(index);
	if (!budget)
		kick(index);
}

/*
 * Copies header and frame from chain_ to frame_. Returns their length, or 0 if it is no valid
 * frame.
 */
size_t VirtioNetFunction::take_frame(const Virtqueue &queue)
{
	if (chain_.readable < sizeof(NetHeader) + kEthernetHeader ||
	    chain_.readable > frame_.size())
		return 0;
	size_t length = queue.gather(chain_, 0, frame_);
	NetHeader header;
	memcpy(&header, frame_.data(), sizeof(header));
	/* §5.1.6.2.1: both need a feature that is not offered. */
	if (header.flags & kNetHeaderNeedsChecksum || header.gso_type != kNetHeaderGsoNone)
		return 0;
	/* §5.1.6.4.1: the header of a received frame in a single buffer. */
	header = {};
	header.buffers = 1;
	memcpy(frame_.data(), &header, sizeof(header));
	return length;
}

void VirtioNetFunction::deliver(unsigned pair, size_t length)
{
	unsigned index = net_receive_queue(pair);
	if (!queue_enabled(index)) {
		net_.counters.no_buffer++;
		return;
	}
	Virtqueue queue = this->queue(index);
	Virtqueue::Next next = queue.peek(&chain_);
	if (next == Virtqueue::Next::broken)
		return needs_reset();
	if (next == Virtqueue::Next::empty) {
		net_.counters.no_buffer++;
		return;
	}
	/*
	 * A buffer that is too small goes back empty: at the front it would block the queue.
	 */
	bool fits = chain_.writable >= length;
	if (fits)
		queue.scatter(chain_, std::span(frame_).first(length));
	queue.complete(chain_, fits ? uint32_t(length) : 0);
	fits ? net_.counters.delivered++ : net_.counters.no_buffer++;
}

} /* namespace ktstr */
