/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Qemu: one QEMU process with the emulated host in it, and our ends of its ports. The emulated Host
 * owns it and uses it on its thread. Qemu has its own thread to start and reap the process, because
 * PR_SET_PDEATHSIG is per thread: QEMU dies when this object dies or we are killed. Ports and
 * initramfs are passed as descriptors, so nothing is left in the file system.
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

/** Numbers of the descriptors that QEMU inherits, as used in its arguments. */
struct QemuDescriptors {
	int initrd;
	int control;
	int heartbeat;
	int monitor;
	int program = -1; /* mended_qemu(); -1: the program as it is */
};

/** Path of the program in @dir, an unpacked QEMU or /. */
std::string qemu_program(const std::string &dir);

/** Name of folder number @i of the configuration, on both sides. */
std::string folder_tag(size_t i);

/** The file to execute, or for the package's own dynamic loader to load if it has one. */
std::string program_file(const EmulatedHostConfig &config, const QemuDescriptors &fds);

/** Program and arguments. Starts it through the package's own dynamic loader if there is one. */
std::vector<std::string> qemu_arguments(const EmulatedHostConfig &config,
					const QemuDescriptors &fds,
					const std::string &console_path);

class Qemu {
public:
	/**
	 * Starts the mended program if it can be mended; the log tells.
	 * @log_prefix: path of the logs without ".console" and ".qemu". @cpu: all of QEMU's threads
	 * are pinned to it. Before 10.2, QEMU changes a CPU's pending interrupts
	 * (CPUState::interrupt_request) without a lock, both from the thread that emulates the CPU,
	 * on each VMRUN and #VMEXIT, and from the one that runs the devices. Each change is one
	 * instruction, so on a single CPU the two cannot interleave. Otherwise an interrupt gets
	 * lost.
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
	/** Samples the emulated CPU's state through QEMU's monitor and writes it to @path. */
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
