/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/machine_devices.h"

#include <chrono>
#include <vector>

#include "vmm/virtio/block.h"
#include "vmm/virtio/net.h"

namespace ktstr {

namespace {

using Options = std::map<std::string, uint64_t>;

struct OptionRange {
	const char *name;
	uint64_t minimum;
	uint64_t maximum;
	uint64_t normal;
};

struct DeviceKind {
	const char *name;
	std::vector<OptionRange> options;
	/* With a value for each of the options, in its range. */
	Result<void> (*add)(PciHost &pci, const VirtioHost &host, Options &options);
};

/* Latency-free: the kernel scans here for partitions during boot (block/partitions/core.c). */
constexpr uint64_t kDiskQuickBytes = 1 << 20;

Result<void> add_net(PciHost &pci, const VirtioHost &host, Options &options)
{
	KTSTR_TRY(VirtioNet::create(pci, host.memory, host.msi, host.doorbells, host.loop,
				    unsigned(options["pairs"])));
	return {};
}

Result<void> add_disk(PciHost &pci, const VirtioHost &host, Options &options)
{
	BlockOptions disk;

	disk.bytes = options["mib"] << 20;
	disk.queues = unsigned(options["queues"]);
	disk.latency = std::chrono::milliseconds(options["latency_ms"]);
	disk.quick_bytes = kDiskQuickBytes;
	return add_virtio_block(pci, host, disk);
}

/* The disk's medium is host memory, hence its bound. */
const std::vector<DeviceKind> &device_kinds()
{
	static const std::vector<DeviceKind> kinds = {
		{"net", {{"pairs", 1, VirtioNet::kMaxPairs, 1}}, add_net},
		{"disk",
		 {{"mib", 1, 4096, 64},
		  {"queues", 1, BlockOptions::kMaxQueues, 1},
		  {"latency_ms", 0, BlockOptions::kMaxLatency / std::chrono::milliseconds(1), 0}},
		 add_disk},
	};

	return kinds;
}

Result<const DeviceKind *> find_kind(const std::string &name)
{
	for (const DeviceKind &kind : device_kinds()) {
		if (name == kind.name)
			return &kind;
	}
	return Error{ENODEV, "device of the machine", name};
}

/* All options of @kind, with the values that @device has or by default. */
Result<Options> complete_options(const DeviceKind &kind, const MachineDevice &device)
{
	Options rest = device.options, options;

	for (const OptionRange &range : kind.options) {
		auto given = rest.extract(range.name);
		uint64_t value = given ? given.mapped() : range.normal;

		if (value < range.minimum || value > range.maximum)
			return Error{ERANGE, "option of a device",
				     device.name + "," + range.name + "=" + std::to_string(value)};
		options.emplace(range.name, value);
	}
	if (!rest.empty())
		return Error{EINVAL, "option of a device", device.name + "," + rest.begin()->first};
	return options;
}

} /* namespace */

Result<void> check_machine_device(const MachineDevice &device)
{
	const DeviceKind *kind = KTSTR_TRY(find_kind(device.name));

	KTSTR_TRY(complete_options(*kind, device));
	return {};
}

Result<void> add_machine_device(PciHost &pci, const VirtioHost &host, const MachineDevice &device)
{
	const DeviceKind *kind = KTSTR_TRY(find_kind(device.name));
	Options options = KTSTR_TRY(complete_options(*kind, device));

	return kind->add(pci, host, options);
}

} /* namespace ktstr */
