/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/machine_devices.h"

#include <gtest/gtest.h>

#include "vmm/virtio/block_registers.h"
#include "vmm/virtio/test_driver.h"
#include "vmm/virtio/virtio_pci.h"

namespace ktstr {
namespace {

class MachineDevices : public testing::Test {
protected:
	Result<void> add(const MachineDevice &device)
	{
		return add_machine_device(pci, {memory, msi, doorbells, loop}, device);
	}

	GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
	FakeMsi msi;
	FakeDoorbells doorbells;
	FakeLoop loop;
	PciHost pci;
	TestDriver driver = TestDriver(pci, memory, loop, doorbells);
};

TEST_F(MachineDevices, InOrderAndAsTheOptionsSay)
{
	ASSERT_TRUE(add({"net", {{"pairs", 3}}}).ok());
	ASSERT_TRUE(add({"disk", {{"mib", 5}, {"queues", 2}}}).ok());
	driver.enable(1);
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 8), 3);
	driver.enable(2);
	EXPECT_EQ(driver.bar<uint64_t>(kBarDevice), 5u << (20 - 9));
	EXPECT_EQ(driver.bar<uint16_t>(kCommonNumQueues), 2);
}

TEST_F(MachineDevices, DefaultsOfWhatIsNotNamed)
{
	ASSERT_TRUE(add({"disk"}).ok());
	ASSERT_TRUE(add({"net"}).ok());
	driver.enable(1);
	EXPECT_EQ(driver.bar<uint64_t>(kBarDevice), 64u << (20 - 9));
	EXPECT_EQ(driver.bar<uint16_t>(kCommonNumQueues), 1);
	driver.enable(2);
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 8), 1);
}

TEST_F(MachineDevices, Bounds)
{
	for (const MachineDevice &good :
	     {MachineDevice{"net", {{"pairs", 1}}}, MachineDevice{"net", {{"pairs", 8}}},
	      MachineDevice{"disk", {{"mib", 4096}, {"queues", 8}, {"latency_ms", 120000}}}})
		EXPECT_TRUE(check_machine_device(good).ok()) << good.name;
	for (const MachineDevice &bad :
	     {MachineDevice{""}, MachineDevice{"Net"}, MachineDevice{"net", {{"pairs", 0}}},
	      MachineDevice{"net", {{"pairs", 9}}}, MachineDevice{"net", {{"pairs", UINT64_MAX}}},
	      MachineDevice{"net", {{"mib", 1}}}, MachineDevice{"net", {{"pairs", 1}, {"", 1}}},
	      MachineDevice{"disk", {{"mib", 0}}}, MachineDevice{"disk", {{"mib", 4097}}},
	      MachineDevice{"disk", {{"mib", (1ull << 44) + 1}}},
	      MachineDevice{"disk", {{"queues", 9}}},
	      MachineDevice{"disk", {{"latency_ms", 120001}}}}) {
		EXPECT_FALSE(check_machine_device(bad).ok()) << bad.name;
		EXPECT_FALSE(add(bad).ok()) << bad.name;
	}
}

} /* namespace */
} /* namespace ktstr */
