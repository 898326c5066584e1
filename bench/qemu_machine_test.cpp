/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/qemu_machine.h"

#include <gtest/gtest.h>

namespace ktstr {

namespace {

std::string line_of(const std::string &machine, const BootSize &size)
{
	std::string line;

	for (const std::string &word :
	     qemu_argv("/qemu", machine, make_boot_setup("/work", size, 1).value()))
		line += word + " ";
	return line;
}

bool has(const std::string &line, const std::string &part)
{
	return line.find(part) != std::string::npos;
}

TEST(QemuMachine, OffersWhatBootsThatWide)
{
	using Names = std::vector<std::string>;

	EXPECT_EQ(qemu_machines({255, 1}), (Names{"pc", "microvm"}));
	EXPECT_EQ(qemu_machines({256, 1}), (Names{"q35", "microvm"}));
	EXPECT_EQ(qemu_machines({289, 1}), (Names{"q35"}));
	EXPECT_EQ(qemu_machines({4, 2}), (Names{"pc"}));
	EXPECT_EQ(qemu_machines({4097, 1}), (Names{}));
}

TEST(QemuMachine, GivesOurPlaces)
{
	EXPECT_TRUE(has(line_of("pc", {252, 1}), "-smp 252,sockets=1,dies=14,cores=18,threads=1 "));
	EXPECT_TRUE(has(line_of("microvm", {252, 1}), "-smp 252,sockets=14,cores=18,threads=1 "));
	EXPECT_TRUE(has(line_of("pc", {252, 2}), "-smp 252,sockets=2,dies=7,cores=18,threads=1 "));
}

TEST(QemuMachine, SplitsTheIrqchipOnlyForWideApicIds)
{
	EXPECT_TRUE(has(line_of("pc", {128, 1}), "-accel kvm -cpu"));
	/* 14 LLCs of 18 cores need 4 + 5 bits. */
	EXPECT_TRUE(has(line_of("pc", {252, 1}), "-accel kvm,kernel-irqchip=split "));
}

TEST(QemuMachine, GivesOurMemory)
{
	std::string flat = line_of("pc", {8, 1}), numa = line_of("pc", {8, 2});

	EXPECT_TRUE(has(flat, "-M pc,memory-backend=ram "));
	EXPECT_TRUE(has(flat, "id=ram,share=on,size=544M "));
	EXPECT_FALSE(has(flat, "-numa"));
	EXPECT_TRUE(has(numa, "-M pc -m 544M "));
	EXPECT_TRUE(
		has(numa, "id=ram1,share=on,size=272M -numa node,nodeid=1,memdev=ram1,cpus=4-7 "));
	EXPECT_TRUE(has(numa, "-numa dist,src=0,dst=1,val=20 "));
}

} /* namespace */

} /* namespace ktstr */
