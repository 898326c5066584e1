/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/net.h"

#include "vmm/virtio/net_function.h"

namespace ktstr {

Result<std::unique_ptr<VirtioNet>> VirtioNet::create(PciHost &pci, GuestMemory &memory,
						     MsiRouter &msi, DoorbellRegistrar &doorbells,
						     EventLoop &loop, unsigned pairs)
{
	if (pairs < 1 || pairs > kMaxPairs)
		return Error{EINVAL, "number of network queue pairs", std::to_string(pairs)};
	auto function = std::make_shared<VirtioNetFunction>(
		VirtioHost{memory, msi, doorbells, loop}, pairs);
	KTSTR_TRY(function->prepare());
	KTSTR_TRY(pci.add(function));
	return std::unique_ptr<VirtioNet>(new VirtioNet(std::move(function)));
}

VirtioNet::VirtioNet(std::shared_ptr<VirtioNetFunction> function) : function_(std::move(function))
{}

VirtioNet::~VirtioNet() = default;

NetCounters VirtioNet::counters() const
{
	return function_->counters();
}

} /* namespace ktstr */
