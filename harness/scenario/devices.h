/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Devices that cases can ask for, as the guest sees them. A type of work names its device in
 * KTSTR_NEEDS. The line here gives the kernel options it needs, the modules for the guest, and
 * where the device is found. The machine's side is the line of the same name in
 * vmm/machine_devices.cpp. Constants; any thread.
 */
#pragma once

#include <initializer_list>

namespace ktstr {

struct DeviceDriver {
	const char *option; /* built in or as a module */
	const char *module; /* its name as a module; dependencies are added */
};

struct GuestDevice {
	const char *name;
	std::initializer_list<DeviceDriver> drivers;
	/* In the guest: entries of a folder of sysfs whose device has this driver. */
	const char *folder;
	const char *driver;
	const char *prefix; /* of the path that users of the device open */
};

/** What every machine has: the console, on the bus that all devices are on. */
inline constexpr DeviceDriver kBaseDrivers[] = {
	{"CONFIG_VIRTIO_PCI", "virtio_pci"},
	{"CONFIG_VIRTIO_CONSOLE", "virtio_console"},
};

/** A NIC that sends back what it gets. Work sends and receives whole frames. */
inline constexpr GuestDevice kNetDevice = {
	"net",
	{{"CONFIG_VIRTIO_NET", "virtio_net"}, {"CONFIG_PACKET", "af_packet"}},
	"class/net",
	"virtio_net",
	""};

/** A disk whose medium is memory. */
inline constexpr GuestDevice kDiskDevice = {
	"disk", {{"CONFIG_VIRTIO_BLK", "virtio_blk"}}, "block", "virtio_blk", "/dev/"};

/** All of them, in the order in which a machine has them on its bus. */
inline constexpr const GuestDevice *kGuestDevices[] = {&kNetDevice, &kDiskDevice};

} /* namespace ktstr */
