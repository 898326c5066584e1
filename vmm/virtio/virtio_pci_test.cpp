/* SPDX-License-Identifier: GPL-2.0 */
/* Tests the transport through the console device. */
#include "vmm/virtio/virtio_pci.h"

#include <gtest/gtest.h>

#include <map>

#include "vmm/virtio/console_fixture.h"

namespace ktstr {
namespace {

class VirtioPciTest : public testing::Test, protected ConsoleFixture {
protected:
	void SetUp() override { driver.enable(kSlot); }

	/* Offset of each virtio capability by type, walked like virtio_pci_find_capability(). */
	std::map<uint8_t, unsigned> capabilities()
	{
		std::map<uint8_t, unsigned> found;
		unsigned at = driver.config<uint8_t>(kSlot, 0x34);
		for (unsigned i = 0; at && i < 48; i++) {
			if (driver.config<uint8_t>(kSlot, at) == 0x09)
				found[driver.config<uint8_t>(kSlot, at + 3)] = at;
			at = driver.config<uint8_t>(kSlot, at + 1);
		}
		return found;
	}
};

TEST_F(VirtioPciTest, IdentityAndCapabilities)
{
	EXPECT_EQ(driver.config(kSlot, 0), 0x10431af4u);
	EXPECT_GE(driver.config<uint8_t>(kSlot, 8), 1);
	auto caps = capabilities();
	ASSERT_EQ(caps.size(), 5u);
	for (uint8_t type = 1; type <= 4; type++) {
		EXPECT_EQ(driver.config<uint8_t>(kSlot, caps[type] + 4), 0);
		uint32_t end = driver.config(kSlot, caps[type] + 8) +
			       driver.config(kSlot, caps[type] + 12);
		EXPECT_LE(end, kBarSize);
	}
	EXPECT_EQ(driver.config(kSlot, caps[kVirtioCapCommon] + 12), 56u);
	EXPECT_EQ(driver.config(kSlot, caps[kVirtioCapNotify] + 16), 4u);
	EXPECT_EQ(driver.config<uint8_t>(kSlot, caps[kVirtioCapNotify] + 2), 20);
	EXPECT_EQ(doorbells.bound.size(), 6u);
	EXPECT_EQ(doorbells.bound[5].first, driver.bar_address() + 0x2014);
}

TEST_F(VirtioPciTest, FeaturesAreOffered)
{
	uint64_t offered = 0;
	for (uint32_t half = 0; half < 4; half++) { /* Linux 7.x asks for 128 bits */
		driver.set_bar<uint32_t>(kCommonDeviceFeatureSelect, half);
		uint64_t bits = driver.bar<uint32_t>(kCommonDeviceFeature);
		if (half < 2)
			offered |= bits << 32 * half;
		else
			EXPECT_EQ(bits, 0u);
	}
	EXPECT_EQ(offered, kFeatures);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonNumQueues), 6);
}

TEST_F(VirtioPciTest, FeaturesOkIsRefused)
{
	EXPECT_TRUE(driver.negotiate(kFeatures));
	EXPECT_TRUE(driver.negotiate(kVirtioFeatureVersion1));
	EXPECT_FALSE(driver.negotiate(kFeatures & ~kVirtioFeatureVersion1));
	EXPECT_FALSE(driver.negotiate(kFeatures | 1ull << 28));
	driver.driver_ok();
	EXPECT_EQ(driver.status() & kVirtioDriverOk, 0);

	driver.set_bar<uint8_t>(kCommonStatus, 0);
	driver.set_bar<uint32_t>(kCommonDriverFeatureSelect, 3);
	driver.set_bar<uint32_t>(kCommonDriverFeature, 1);
	driver.set_bar<uint32_t>(kCommonDriverFeatureSelect, 1);
	driver.set_bar<uint32_t>(kCommonDriverFeature, 1);
	driver.set_bar<uint8_t>(kCommonStatus, 11);
	EXPECT_EQ(driver.status(), 3);
}

TEST_F(VirtioPciTest, FeaturesAreFixedOnceOk)
{
	ASSERT_TRUE(driver.negotiate(kFeatures));
	driver.set_bar<uint32_t>(kCommonDriverFeature, 0);
	EXPECT_EQ(driver.bar<uint32_t>(kCommonDriverFeature), 1u);
}

TEST_F(VirtioPciTest, StatusBitsOnlyGrow)
{
	driver.set_bar<uint8_t>(kCommonStatus, kVirtioAcknowledge);
	driver.set_bar<uint8_t>(kCommonStatus, kVirtioDriver | kVirtioNeedsReset);
	EXPECT_EQ(driver.status(), 3);
	driver.set_bar<uint8_t>(kCommonStatus, 0);
	EXPECT_EQ(driver.status(), 0);
}

TEST_F(VirtioPciTest, QueueRules)
{
	ASSERT_TRUE(driver.negotiate(kFeatures));
	driver.set_bar<uint16_t>(kCommonQueueSelect, 6);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueSize), 0);
	driver.set_bar<uint16_t>(kCommonQueueEnable, 1);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueEnable), 0);

	driver.set_bar<uint16_t>(kCommonQueueSelect, 5);
	uint16_t size = driver.bar<uint16_t>(kCommonQueueSize);
	for (uint16_t bad : {0, 3, size * 2, 0xffff}) {
		driver.set_bar<uint16_t>(kCommonQueueSize, bad);
		EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueSize), size) << bad;
	}
	driver.set_bar<uint16_t>(kCommonQueueSize, 4);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueSize), 4);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueNotifyOffset), 5);

	driver.set_bar<uint16_t>(kCommonQueueVector, 2);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueVector), kVirtioNoVector);
	driver.set_bar<uint16_t>(kCommonConfigVector, 1);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonConfigVector), 1);

	driver.make_queue(5, kRings);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueEnable), 1);
	driver.set_bar<uint16_t>(kCommonQueueSize, 2);
	driver.set_bar<uint32_t>(kCommonQueueDescriptors, 0x5000);
	driver.set_bar<uint16_t>(kCommonQueueEnable, 0);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueSize), 4);
	EXPECT_EQ(driver.bar<uint32_t>(kCommonQueueDescriptors), kRings);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueEnable), 1);
}

TEST_F(VirtioPciTest, QueueOutsideMemoryNeedsReset)
{
	ASSERT_TRUE(driver.negotiate(kFeatures));
	driver.set_bar<uint16_t>(kCommonQueueSelect, 0);
	driver.set_bar<uint32_t>(kCommonQueueDescriptors + 4, 0xffffffff);
	driver.set_bar<uint16_t>(kCommonQueueEnable, 1);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueEnable), 0);
	EXPECT_TRUE(driver.status() & kVirtioNeedsReset);
	driver.driver_ok();
	driver.kick(0);
	driver.set_bar<uint8_t>(kCommonStatus, 0);
	EXPECT_EQ(driver.status(), 0);
	EXPECT_EQ(driver.bar<uint32_t>(kCommonQueueDescriptors + 4), 0u);
}

TEST_F(VirtioPciTest, EnablingWaitsForFeaturesOk)
{
	driver.make_queue(0, kRings);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueEnable), 0);
}

TEST_F(VirtioPciTest, OddWidthsAndOffsets)
{
	ASSERT_TRUE(driver.negotiate(kFeatures));
	driver.set_bar<uint16_t>(kCommonStatus, 0);
	driver.set_bar<uint32_t>(kCommonStatus, 0);
	driver.set_bar<uint8_t>(kCommonQueueSelect, 3);
	driver.set_bar<uint32_t>(kCommonQueueSelect - 2, 0x00030000);
	driver.set_bar<uint64_t>(kCommonQueueDescriptors, ~0ull);
	driver.set_bar<uint16_t>(kCommonQueueDescriptors, 0xffff);
	driver.set_bar<uint32_t>(kCommonQueueDescriptors + 2, ~0u);
	driver.set_bar<uint8_t>(kCommonGeneration, 9);
	EXPECT_EQ(driver.status(), 11);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueSelect), 0);
	EXPECT_EQ(driver.bar<uint64_t>(kCommonQueueDescriptors), 0u);
	EXPECT_EQ(driver.bar<uint32_t>(kCommonConfigVector), 0x0006ffffu);
	EXPECT_EQ(driver.bar<uint8_t>(kCommonNumQueues), 6);
	EXPECT_EQ(driver.bar<uint32_t>(kCommonSize - 1), 0xffffff00u);
	EXPECT_EQ(driver.bar<uint32_t>(kCommonSize), ~0u);
	EXPECT_EQ(driver.bar<uint64_t>(kBarDevice + 4), 0xffffffff00000002u);
	for (uint64_t offset = 0; offset < kBarSize; offset += 3) {
		driver.bar<uint8_t>(offset);
		driver.bar<uint16_t>(offset);
		driver.bar<uint64_t>(offset);
	}
}

TEST_F(VirtioPciTest, ConfigurationAccessCapability)
{
	unsigned cap = capabilities()[kVirtioCapPciConfig];
	auto aim = [&](uint32_t offset, uint32_t length) {
		driver.set_config<uint8_t>(kSlot, cap + 4, 0);
		driver.set_config<uint32_t>(kSlot, cap + 8, offset);
		driver.set_config<uint32_t>(kSlot, cap + 12, length);
	};
	aim(kCommonNumQueues, 2);
	EXPECT_EQ(driver.config<uint16_t>(kSlot, cap + 16), 6);
	aim(kCommonStatus, 1);
	driver.set_config<uint8_t>(kSlot, cap + 16, 1);
	EXPECT_EQ(driver.status(), 1);
	for (auto [offset, length] : std::vector<std::pair<uint32_t, uint32_t>>{
		     {kBarSize, 4}, {~0u, 4}, {1, 4}, {0, 3}, {0, 0}, {0, 8}, {kBarSize - 2, 4}}) {
		aim(offset, length);
		driver.config(kSlot, cap + 16);
		driver.set_config<uint32_t>(kSlot, cap + 16, ~0u);
	}
	driver.set_config<uint8_t>(kSlot, cap + 4, 1); /* no such BAR */
	driver.set_config<uint32_t>(kSlot, cap + 16, ~0u);
	EXPECT_EQ(driver.status(), 1);
}

TEST_F(VirtioPciTest, DoorbellThroughTheConfigurationCapability)
{
	start();
	send(transmit_queue(1), "slow way");
	unsigned cap = capabilities()[kVirtioCapPciConfig];
	driver.set_config<uint32_t>(kSlot, cap + 8, kBarNotify + 4 * transmit_queue(1));
	driver.set_config<uint32_t>(kSlot, cap + 12, 2);
	driver.set_config<uint16_t>(kSlot, cap + 16, 5);
	loop.run();
	EXPECT_EQ(output[1], "slow way");
}

TEST_F(VirtioPciTest, IsrWithoutMsix)
{
	start();
	driver.set_config<uint16_t>(kSlot, driver.config<uint8_t>(kSlot, 0x34) + 2, 0);
	send(transmit_queue(1), "x");
	driver.kick(transmit_queue(1));
	console->resize(80, 25);
	loop.run();
	EXPECT_EQ(driver.bar<uint8_t>(kBarIsr), 3);
	EXPECT_EQ(driver.bar<uint8_t>(kBarIsr), 0);
	EXPECT_EQ(msi.signals[0] + msi.signals[1], 0u);
}

TEST_F(VirtioPciTest, GenerationFollowsTheConfiguration)
{
	start();
	uint8_t before = driver.bar<uint8_t>(kCommonGeneration);
	console->resize(132, 50);
	loop.run();
	EXPECT_NE(driver.bar<uint8_t>(kCommonGeneration), before);
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice), 132);
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 2), 50);
	EXPECT_EQ(msi.signals[0], 1u);
	driver.set_bar<uint32_t>(kBarDevice, 0); /* read-only */
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice), 132);
}

} /* namespace */
} /* namespace ktstr */
