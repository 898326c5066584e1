/* SPDX-License-Identifier: GPL-2.0 */
/* The console on a real event loop, with a vCPU thread and a host thread beside it. */
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "vmm/virtio/console_fixture.h"

namespace ktstr {
namespace {

struct Machine {
	GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
	FakeMsi msi;
	FakeDoorbells doorbells;
	PciHost pci;
	std::mutex lock;
	std::string output;
	std::unique_ptr<VirtioConsole> console;
	std::unique_ptr<EventLoop> loop = std::move(EventLoop::create()).value();
};

/* Waits for the device like Linux: polls the used index with acquire loads. */
void wait_used(Machine &m, const TestQueue &q, uint16_t index)
{
	auto *used = reinterpret_cast<uint16_t *>(m.memory.at(q.base + 0x2002, 2));
	while (std::atomic_ref(*used).load(std::memory_order_acquire) != index)
		std::this_thread::yield();
}

void publish(Machine &m, TestQueue &q, uint16_t head)
{
	(void)m.memory.write(q.base + 0x1004 + 2 * (q.available % q.size), head);
	auto *index = reinterpret_cast<uint16_t *>(m.memory.at(q.base + 0x1002, 2));
	std::atomic_ref(*index).store(++q.available, std::memory_order_release);
}

TEST(ConsoleThreads, OutputWhileRegistersAreReadAndInputComes)
{
	Machine m;
	std::atomic<unsigned> asked = 0;
	m.console = std::move(VirtioConsole::create(
				      m.pci, m.memory, m.msi, m.doorbells, *m.loop,
				      [&](ConsolePort, std::span<const std::byte> bytes) {
					      if (asked++ % 5 == 4)
						      return false;
					      std::lock_guard hold(m.lock);
					      m.output.append(
						      reinterpret_cast<const char *>(bytes.data()),
						      bytes.size());
					      return true;
				      }))
			    .value();
	ASSERT_TRUE(m.loop->start().ok());

	FakeLoop unused;
	TestDriver driver(m.pci, m.memory, unused, m.doorbells);
	driver.enable(1);
	ASSERT_TRUE(driver.negotiate(ConsoleFixture::kFeatures));
	TestQueue queue = driver.make_queue(transmit_queue(1), 0x100000);
	driver.driver_ok();

	std::atomic<bool> done = false;
	std::thread other_vcpu([&] {
		while (!done) {
			driver.status();
			driver.bar<uint32_t>(kBarDevice);
			driver.set_bar<uint16_t>(kCommonQueueSelect, 5);
		}
	});
	std::thread host([&] {
		for (uint16_t i = 1; !done; i++) {
			(void)m.console->input(ConsolePort::records, {});
			m.console->resize(i, i);
			std::this_thread::yield();
		}
	});
	constexpr unsigned kWrites = 200;
	for (unsigned i = 0; i < kWrites; i++) {
		uint16_t slot = queue.available % queue.size;
		uint64_t buffer = 0x800000 + 0x1000 * slot;
		std::string text = std::to_string(i) + "\n";
		(void)m.memory.write_bytes(buffer, std::as_bytes(std::span(text)));
		queue.descriptor(slot, buffer, uint32_t(text.size()), 0);
		publish(m, queue, slot);
		driver.kick(transmit_queue(1));
		wait_used(m, queue, queue.available);
	}
	done = true;
	other_vcpu.join();
	host.join();
	m.loop->stop();

	std::string expected;
	for (unsigned i = 0; i < kWrites; i++)
		expected += std::to_string(i) + "\n";
	EXPECT_EQ(m.output, expected);
}

TEST(ConsoleThreads, ResetsWhileTheQueueIsWorked)
{
	Machine m;
	m.console = std::move(VirtioConsole::create(
				      m.pci, m.memory, m.msi, m.doorbells, *m.loop,
				      [](ConsolePort, std::span<const std::byte>) { return true; }))
			    .value();
	ASSERT_TRUE(m.loop->start().ok());
	FakeLoop unused;
	TestDriver driver(m.pci, m.memory, unused, m.doorbells);
	driver.enable(1);
	for (unsigned i = 0; i < 200; i++) {
		ASSERT_TRUE(driver.negotiate(ConsoleFixture::kFeatures));
		TestQueue queue = driver.make_queue(transmit_queue(1), 0x100000);
		driver.driver_ok();
		for (uint16_t slot = 0; slot < 8; slot++) {
			queue.descriptor(slot, 0x800000, 4096, 0);
			publish(m, queue, slot);
		}
		driver.kick(transmit_queue(1));
		if (i % 3 == 0)
			wait_used(m, queue, 8);
		driver.set_bar<uint8_t>(kCommonStatus, 0);
		EXPECT_EQ(driver.status(), 0);
	}
	m.loop->stop();
}

} /* namespace */
} /* namespace ktstr */
