/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VcpuThread: runs one Vcpu on its own thread and carries its exits to the buses. Owned by
 * Machine, declared after all it touches. start(), request_stop() and join() are called by the
 * machine's owner; request_stop() also by other vCPU threads, once all have been started.
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
#include "vmm/machine.h"

namespace ktstr {

class VcpuThread {
public:
	struct Context {
		Bus &ports;
		Bus &mmio;
		/**
		 * The machine ended here: exit, and detail for people. Called at most once a
		 * thread.
		 */
		std::function<void(MachineExit, std::string)> ended;
		/** This thread is about to enter the guest for the first time. */
		std::function<void()> entering;
		/** To run on; nothing: any. */
		std::optional<unsigned> host_cpu = {};
	};

	/** Once per process, before the first start(): the signal that ends a KVM_RUN. */
	static Result<void> install_kick_signal();

	VcpuThread(Vcpu &vcpu, Context context) : vcpu_(vcpu), context_(std::move(context)) {}
	~VcpuThread();

	/** The thread waits for @gate before it enters the guest. */
	void start(std::latch &gate);
	/** Takes it out of the guest; idempotent, does not wait. */
	void request_stop();
	void join();
	/** CPU time that it has had; 0 before start(). Owner's thread. */
	std::chrono::nanoseconds cpu_time() const;
	/**
	 * Asks it to take this nice value. True: it has; else ask again, a request can be missed by
	 * a thread that is just entering the guest. Owner's thread.
	 */
	bool set_nice(int nice);
	/** Why it is not on its host CPU; empty: it is, or has not begun. Any thread. */
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
