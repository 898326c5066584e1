/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The control queue of the virtio network device (VIRTIO v1.2 §5.1.6.5). Linux sends one command
 * when its driver starts, with as many pairs as there are CPUs (virtnet_probe()), and one for each
 * change of that number (ethtool -L). It spins until the answer arrives.
 */
#include <cstring>

#include "vmm/virtio/net_function.h"

namespace ktstr {

namespace {

constexpr unsigned kTurn = 64;

struct SetPairs {
	NetControl control;
	uint16_t pairs;
};
static_assert(sizeof(SetPairs) == 4);

} /* namespace */

void VirtioNetFunction::receive_control(unsigned index)
{
	Virtqueue queue = this->queue(index);
	unsigned budget = kTurn;
	for (; budget; budget--) {
		Virtqueue::Next next = next_chain(queue);
		if (next == Virtqueue::Next::broken)
			return needs_reset();
		if (next == Virtqueue::Next::empty)
			break;
		const std::byte answer[] = {std::byte(handle_control(queue))};
		queue.complete(chain_, uint32_t(queue.scatter(chain_, answer)));
	}
	notify_driver(index);
	if (!budget)
		kick(index);
}

/* Carries out the command in chain_; returns the answer. */
uint8_t VirtioNetFunction::handle_control(const Virtqueue &queue)
{
	std::array<std::byte, sizeof(SetPairs)> bytes;
	if (chain_.readable != bytes.size() || !chain_.writable)
		return kNetControlError;
	queue.gather(chain_, 0, bytes);
	SetPairs command;
	memcpy(&command, bytes.data(), sizeof(command));

	if (!negotiated(kNetFeatureMultiqueue) ||
	    command.control.command_class != kNetControlMultiqueue ||
	    command.control.command != kNetControlSetPairs)
		return kNetControlError;
	if (command.pairs < 1 || command.pairs > pairs_)
		return kNetControlError;
	net_.active_pairs = command.pairs;
	return kNetControlOk;
}

} /* namespace ktstr */
