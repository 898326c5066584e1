/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/irq.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

constexpr char kInterrupts[] =
	"           CPU0       CPU1       \n"
	"  4:        125          0  IO-APIC   4-edge      ttyS0\n"
	" 24:          0          1  PCI-MSIX-0000:00:01.0   0-edge      virtio0-config\n"
	" 26:          7          0  PCI-MSIX-0000:00:02.0   1-edge      virtio1-input.0\n"
	" 27:          0          9  PCI-MSIX-0000:00:02.0   2-edge      virtio1-output.0\n"
	"NMI:          0          0   Non-maskable interrupts\n"
	"ERR:          0\n";

using Irqs = std::vector<unsigned>;

TEST(Irq, ByName)
{
	EXPECT_EQ(find_irqs(kInterrupts, "input"), Irqs({26}));
	EXPECT_EQ(find_irqs(kInterrupts, "virtio1"), Irqs({26, 27}));
	EXPECT_EQ(find_irqs(kInterrupts, "ttyS0"), Irqs({4}));
}

TEST(Irq, ByNumber)
{
	EXPECT_EQ(find_irqs(kInterrupts, "24"), Irqs({24}));
}

TEST(Irq, WhatIsNotThere)
{
	EXPECT_TRUE(find_irqs(kInterrupts, "nvme").empty());
	EXPECT_TRUE(find_irqs(kInterrupts, "interrupts").empty());
	EXPECT_TRUE(find_irqs(kInterrupts, "").empty());
	EXPECT_TRUE(find_irqs("", "4").empty());
	EXPECT_TRUE(find_irqs(":\n  :\n 99999999999999: x\n5", "5").empty());
}

TEST(Irq, NothingToSteerIsAnError)
{
	Result<void> steered = steer_irqs("no-such-device", 0);

	ASSERT_FALSE(steered.ok());
	EXPECT_NE(steered.error().to_string().find("no-such-device"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
