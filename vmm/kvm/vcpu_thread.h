/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VcpuThread runs one Vcpu on its own thread and passes its exits to the buses. Machine owns it and
 * declares it after everything it uses. The machine's owner calls start(), request_stop() and
 * join(). Other vCPU threads may call request_stop() too, once all have been started.
 */
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <latch>
#include <optional>
#include <string>
#include <thread>

#include "vmm/base/result.h"
#include "vmm/bus.h"
#include "vmm/kvm/vcpu.h"
#include "vmm/machine_exit.h"

namespace ktstr {

class VcpuThread {
public:
	struct Context {
		Bus &ports;
		Bus &mmio;
		/** The machine ended here, with exit and detail. Called at most once per thread. */
		std::function<void(MachineExit, std::string)> ended;
		/** This thread is about to enter the guest for the first time. */
		std::function<void()> entering;
		/** Host CPU to pin to; none: unpinned. */
		std::optional<unsigned> host_cpu = {};
	};

	/**
	 * Call once per process, before the first start(). Installs the signal that ends KVM_RUN.
	 */
	static Result<void> install_kick_signal();

	VcpuThread(Vcpu &vcpu, Context context) : vcpu_(vcpu), context_(std::move(context)) {}
	~VcpuThread();

	/** The thread waits for @gate before it enters the guest. */
	void start(std::latch &gate);
	/** Takes the vCPU out of the guest. Idempotent, does not wait. */
	void request_stop();
	void join();
	/** CPU time used so far; 0 before start(). Owner's thread. */
	std::chrono::nanoseconds cpu_time() const;
	/**
	 * Asks the thread to take this nice value. True: it has. False: ask again, because a thread
	 * that is just entering the guest can miss the request. Owner's thread.
	 */
	bool set_nice(int nice);
	/** Why the thread is not on its host CPU; empty: it is, or has not started. Any thread. */
	std::string pin_problem() const;

private:
	void run();
	void take_nice();
	/** False: this vCPU is done. */
	bool handle_exit();
	void handle_io();
	void handle_mmio();
	void fail(const char *what);

	Vcpu &vcpu_;
	const Context context_;
	std::atomic<bool> stopping_ = false;
	std::atomic<int> pin_error_ = 0;
	std::atomic<int> nice_wanted_ = 0;
	std::atomic<int> nice_ = 0;
	std::thread thread_;
};

} /* namespace ktstr */
