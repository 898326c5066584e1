/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/block.h"

#include "vmm/virtio/block_function.h"

namespace ktstr {

Result<void> add_virtio_block(PciHost &pci, const VirtioHost &host, const BlockOptions &options)
{
	if (!options.queues || options.queues > BlockOptions::kMaxQueues)
		return Error{EINVAL, "number of disk queues", std::to_string(options.queues)};
	if (options.latency.count() < 0 || options.latency > BlockOptions::kMaxLatency)
		return Error{EINVAL, "disk latency", std::to_string(options.latency.count())};
	BlockDisk disk = KTSTR_TRY(BlockDisk::create(options.bytes));
	auto function = std::make_shared<BlockFunction>(host, std::move(disk), options);
	KTSTR_TRY(function->prepare());
	KTSTR_TRY(function->prepare_timer());
	return pci.add(std::move(function));
}

} /* namespace ktstr */
