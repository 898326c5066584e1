/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Machine: one virtual machine from power-on to its end. The only place that wires KVM, memory,
 * buses, devices and vCPUs together. A session owns it and calls create(), start(), wait() and
 * stop() from one thread. After stop() or the destructor, none of its threads is left.
 */
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/image/kernel_image.h"
#include "vmm/machine_devices.h"
#include "vmm/machine_exit.h"
#include "vmm/placement.h"
#include "vmm/topology.h"
#include "vmm/virtio/console_port.h"

namespace ktstr {

struct MachineConfig {
	MachineTopology topology = MachineTopology::flat(2, 512ull << 20);
	const KernelImage *kernel = nullptr;		/* must outlive create() */
	std::vector<std::span<const std::byte>> initrd; /* cpio archives, concatenated in order */
	std::string command_line;
	bool kaslr = true;
	uint64_t seed = 0; /* selects the KASLR slots */
	Placement placement;
	std::vector<MachineDevice> devices; /* on the PCI bus in this order, after the console */
};

/**
 * What the machine reports to its owner. The machine's threads make the calls (serial output from
 * vCPU threads, ports from the event loop), never two at once for one method. They must not block
 * for long.
 */
class MachineListener {
public:
	virtual ~MachineListener() = default;
	virtual void serial_output(std::span<const std::byte> bytes) = 0;
	/** False applies back-pressure: no bytes were taken, offer them again later. */
	virtual bool port_output(ConsolePort port, std::span<const std::byte> bytes) = 0;
};

class Machine {
public:
	/**
	 * Errors: KVM is absent or denied (errno of open); out of memory; the kernel or initrd does
	 * not fit.
	 */
	static Result<std::unique_ptr<Machine>> create(const MachineConfig &config,
						       MachineListener &listener);
	virtual ~Machine() = default;

	/** Starts every thread. To confine the process, call confine_process() just before. */
	virtual Result<void> start() = 0;
	/**
	 * Call every few tens of milliseconds, with @booting true until the kernel is up. Keeps
	 * vCPUs that are already up from starving those still booting on shared host CPUs.
	 */
	virtual void balance_boot(bool booting) = 0;
	/** Waits for the machine to end, at most until @deadline. */
	virtual MachineExit wait(std::chrono::steady_clock::time_point deadline) = 0;
	/** Kicks and joins every thread. Idempotent; wakes a wait() in another thread. */
	virtual void stop() = 0;
	/**
	 * Queues bytes for the guest's end of @port, from any thread. False: no room, nothing was
	 * queued.
	 */
	[[nodiscard]] virtual bool port_input(ConsolePort port,
					      std::span<const std::byte> bytes) = 0;
	/** Size of the interactive port in characters, from any thread. */
	virtual void port_resize(uint16_t columns, uint16_t rows) = 0;
	virtual MachineReport report() const = 0;
};

} /* namespace ktstr */
