/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VirtioConsole: a console device (VIRTIO v1.2 §5.3) with two ports over PCI: 0, the interactive
 * console (Linux: hvc0), and 1, named "ktstr.records" (Linux: /dev/vport0p1).
 *
 * Machine creates it while wiring and owns it; it must outlive the EventLoop's thread, which
 * processes the queues. Any thread may call input() and resize().
 *
 * Output is never lost: what the callback rejects stays in the guest's buffer and is offered again
 * after kRetryMs. Input is kept, up to a limit, until the guest has opened the port and supplied
 * buffers. It survives a device reset: Linux resets the device when its driver starts.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "vmm/base/result.h"
#include "vmm/event_loop.h"
#include "vmm/guest_memory.h"
#include "vmm/interrupts.h"
#include "vmm/pci/pci_host.h"
#include "vmm/virtio/console_port.h"

namespace ktstr {

class VirtioConsoleFunction;

class VirtioConsole {
public:
	static constexpr unsigned kPorts = 2;
	static constexpr size_t kInputCapacity = 128 * 1024; /* bytes per port */
	static constexpr unsigned kRetryMs = 5;

	/**
	 * On the loop's thread. Takes all of the bytes, or returns false and takes none. At most 64
	 * KiB per call. It must not wait for a vCPU, which may be waiting for the device's lock.
	 */
	using Output = std::function<bool(ConsolePort, std::span<const std::byte>)>;

	/**
	 * Adds the device to @pci, and its doorbells and timer to @loop, which must not have
	 * started.
	 */
	static Result<std::unique_ptr<VirtioConsole>> create(PciHost &pci, GuestMemory &memory,
							     MsiRouter &msi,
							     DoorbellRegistrar &doorbells,
							     EventLoop &loop, Output output);
	~VirtioConsole();

	/** Queues all of @bytes for the guest, or none: false if they do not fit. */
	[[nodiscard]] bool input(ConsolePort port, std::span<const std::byte> bytes);
	/** Size of port 0, in characters. */
	void resize(uint16_t columns, uint16_t rows);

private:
	VirtioConsole(std::shared_ptr<VirtioConsoleFunction> function, EventLoop &loop);

	std::shared_ptr<VirtioConsoleFunction> function_;
	EventLoop &loop_;
};

} /* namespace ktstr */
