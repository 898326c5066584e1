/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/work_devices.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace ktstr {
namespace {

namespace fs = std::filesystem;

TEST(WorkDevices, ByTheirDrivers)
{
	std::string pattern = "/tmp/ktstr-test-XXXXXX";
	ASSERT_TRUE(mkdtemp(pattern.data()));
	fs::path sysfs = pattern;

	EXPECT_TRUE(find_work_devices(sysfs).found.empty());
	for (const char *device :
	     {"class/net/lo", "class/net/eth0", "class/net/eth1", "block/sda", "block/vda"})
		fs::create_directories(sysfs / device / "device");
	fs::create_symlink("../../bus/pci/drivers/e1000", sysfs / "class/net/eth0/device/driver");
	fs::create_symlink("../../bus/virtio/drivers/virtio_net",
			   sysfs / "class/net/eth1/device/driver");
	fs::create_symlink("../../bus/virtio/drivers/virtio_blk",
			   sysfs / "block/vda/device/driver");
	WorkDevices devices = find_work_devices(sysfs);
	EXPECT_STREQ(devices.find("net"), "eth1");
	EXPECT_STREQ(devices.find("disk"), "/dev/vda");
	fs::remove_all(sysfs);
}

} /* namespace */
} /* namespace ktstr */
