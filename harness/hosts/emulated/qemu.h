/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Qemu: one QEMU process with the emulated host in it, and our ends of its ports. Owned by the
 * emulated Host, used by its thread. A thread of its own starts and reaps the process, because
 * PR_SET_PDEATHSIG goes by thread: QEMU dies when this object does, or when we are killed. Ports
 * and initramfs are handed over as descriptors, so that nothing is left in the file system.
 */
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "harness/hosts/host.h"
#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** Descriptor numbers QEMU inherits, as they stand in its arguments. */
struct QemuDescriptors {
	int initrd;
	int control;
	int heartbeat;
	int monitor;
};

/** How folder number @i of the configuration is called on both sides. */
std::string folder_tag(size_t i);

/** Program and arguments; with the package's own dynamic loader where it brings one. */
std::vector<std::string> qemu_arguments(const EmulatedHostConfig &config,
					const QemuDescriptors &fds,
					const std::string &console_path);

class Qemu {
public:
	/**
	 * @log_prefix: path without its ending, for ".console" and ".qemu". @cpu: all of QEMU's
	 * threads stay on it. QEMU before 10.2 changes a CPU's pending interrupts
	 * (CPUState::interrupt_request) without a lock, by the thread that emulates it on each
	 * VMRUN and #VMEXIT and by the one that runs the devices. Each change is one instruction,
	 * and on one CPU those cannot meet half-way. Where they do, an interrupt is lost, or the
	 * nested guest gets its last one again, with interrupts off (helper_vmrun() leaves the
	 * vector in exception_index).
	 */
	static Result<std::unique_ptr<Qemu>> start(const EmulatedHostConfig &config,
						   const UniqueFd &initrd,
						   const std::string &log_prefix, unsigned cpu);
	~Qemu();
	Qemu(const Qemu &) = delete;
	Qemu &operator=(const Qemu &) = delete;

	const UniqueFd &control() const { return control_; }
	const UniqueFd &heartbeat() const { return heartbeat_; }
	/** Readable once QEMU has ended. */
	const UniqueFd &ended() const { return ended_; }
	std::chrono::milliseconds cpu_time() const;
	/** Writes where the emulated CPU is, as QEMU's monitor tells, several times, to @path. */
	void record_state(const std::string &path);

private:
	Qemu() = default;
	void keep(const struct SpawnOptions &options, unsigned cpu, class StartReport &report);

	UniqueFd control_, heartbeat_, monitor_;
	UniqueFd stop_, ended_;
	pid_t pid_ = -1;
	std::thread keeper_;
};

} /* namespace ktstr */
