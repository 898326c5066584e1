/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Machine: one virtual machine from power-on to its end. The only place where KVM, memory, buses,
 * devices and vCPUs are wired together. Owned by a session; create(), start(), wait(), stop() are
 * called from one thread. After stop(), or its destructor, no thread of it is left.
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
#include "vmm/placement.h"
#include "vmm/topology.h"

namespace ktstr {

struct MachineConfig {
	MachineTopology topology = MachineTopology::flat(2, 512ull << 20);
	const KernelImage *kernel = nullptr;		/* must outlive create() */
	std::vector<std::span<const std::byte>> initrd; /* cpio archives, concatenated in order */
	std::string command_line;
	bool kaslr = true;
	uint64_t seed = 0; /* decides the KASLR slots */
	Placement placement;
	unsigned net_pairs = 0;	  /* queue pairs of a VirtioNet; 0: no device */
	uint64_t disk_bytes = 0;  /* of a virtio block device; 0: there is none */
	unsigned disk_queues = 1; /* 1 to 8 */
	std::chrono::microseconds disk_latency = {}; /* of each request */
};

/** Ports of the virtio-console, by number. */
enum class ConsolePort : uint32_t { interactive = 0, records = 1 };

/**
 * What the machine tells its owner. Calls come from the machine's threads (serial output from vCPU
 * threads, ports from the event loop), never two at once for one method; they must not block long.
 */
class MachineListener {
public:
	virtual ~MachineListener() = default;
	virtual void serial_output(std::span<const std::byte> bytes) = 0;
	/** Returns false for back-pressure: the bytes were not taken, ask again later. */
	virtual bool port_output(ConsolePort port, std::span<const std::byte> bytes) = 0;
};

enum class MachineExit {
	running,      /* wait() came to its deadline */
	power_off,    /* ACPI S5 */
	reset,	      /* ACPI reset register */
	triple_fault, /* KVM_EXIT_SHUTDOWN */
	internal_error, /* KVM gave up: KVM_EXIT_INTERNAL_ERROR, KVM_EXIT_FAIL_ENTRY, an ioctl's errno */
	stopped,	/* stop() was called */
};

const char *to_string(MachineExit exit);

struct MachineReport {
	MachineExit exit = MachineExit::running;
	std::string detail;		/* internal_error: why; that and stopped: registers */
	std::vector<std::string> notes; /* what of the placement was not to be had */
	uint64_t unclaimed_accesses = 0;
	uint64_t first_unclaimed_address = 0;
	uint64_t net_delivered = 0; /* frames the network device brought back */
	uint64_t net_dropped = 0;   /* frames it did not: NetCounters */
	uint64_t kernel_physical_base = 0;
	uint64_t kernel_virtual_offset = 0;
	/* Host CLOCK_MONOTONIC, nanoseconds; 0 where it did not happen. */
	uint64_t created_ns = 0;      /* create() entered */
	uint64_t first_entry_ns = 0;  /* first KVM_RUN */
	uint64_t first_output_ns = 0; /* first byte on a port or COM1 */
	uint64_t ended_ns = 0;	      /* exit seen */
};

class Machine {
public:
	/**
	 * Errors: KVM absent or denied (errno of open), memory, a kernel or initrd that does not
	 * fit.
	 */
	static Result<std::unique_ptr<Machine>> create(const MachineConfig &config,
						       MachineListener &listener);
	virtual ~Machine() = default;

	/** Starts every thread. To confine the process, call confine_process() just before it. */
	virtual Result<void> start() = 0;
	/**
	 * To be called every few tens of milliseconds, @booting until the kernel is up, so that
	 * vCPUs that share the host's CPUs do not keep those from booting that still are.
	 */
	virtual void balance_boot(bool booting) = 0;
	/** Waits for the machine's end, at most until @deadline. */
	virtual MachineExit wait(std::chrono::steady_clock::time_point deadline) = 0;
	/** Kicks and joins every thread. Idempotent; wakes a wait() in another thread. */
	virtual void stop() = 0;
	/**
	 * Queues bytes for the guest's end of @port; any thread. False: no room, none were taken.
	 */
	[[nodiscard]] virtual bool port_input(ConsolePort port,
					      std::span<const std::byte> bytes) = 0;
	/** Interactive port's size, in characters; any thread. */
	virtual void port_resize(uint16_t columns, uint16_t rows) = 0;
	virtual MachineReport report() const = 0;
};

} /* namespace ktstr */
