/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RemoteSession: the real host's end of an emulated host's ports. Waits for the agent, runs
 * commands through it, and detects when the host dies or freezes. The emulated Host owns it and
 * calls it on its thread. Everything read is untrusted: a protocol violation counts as a lost host.
 */
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "harness/hosts/emulated/frame.h"
#include "harness/hosts/emulated/heartbeat.h"
#include "harness/hosts/host.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/**
 * Descriptors that a session uses. The caller owns them and keeps them open longer than the
 * session.
 */
struct SessionEnds {
	const UniqueFd &control; /* non-blocking stream sockets */
	const UniqueFd &heartbeat;
	const UniqueFd &ended;	   /* readable once QEMU has ended */
	const UniqueFd &cancelled; /* readable once cancel() was called */
	std::function<std::chrono::milliseconds()> qemu_cpu_time;
};

enum class HostLoss { none, ended, frozen, protocol };

class RemoteSession {
public:
	explicit RemoteSession(SessionEnds ends, HeartbeatLimits limits = {});

	/**
	 * Why /dev/kvm does not work in the emulated host; empty: it works. Errors: host lost or
	 * deadline passed.
	 */
	Result<std::string> wait_ready(std::chrono::steady_clock::time_point deadline);
	CommandResult run(const Command &command, CommandOutput &output);
	HostLoss loss() const { return loss_; }

private:
	using Clock = std::chrono::steady_clock;
	class Input;

	CommandResult converse(Clock::time_point deadline, CommandOutput &output, Input &input);
	/** One poll(): moves bytes, updates loss_ and cancelled_. */
	void pump(Clock::time_point until, Input *input);
	void receive();
	void receive_beats();
	/** Raises an interrupt in the emulated host, in case it has lost one. */
	void nudge();
	void transmit();
	void queue(FrameType type, std::span<const std::byte> payload);
	Result<std::optional<Frame>> next_frame();
	std::optional<CommandResult> handle(const Frame &frame, CommandOutput &output,
					    Input &input);
	CommandResult lost_result();
	void lose(HostLoss loss, std::string why);

	SessionEnds ends_;
	HeartbeatWatch watch_;
	FrameReader reader_;
	FrameReader beat_reader_;
	std::vector<std::byte> outgoing_;
	Clock::time_point last_nudge_{};
	uint32_t command_ = 0;
	bool cancelled_ = false;
	HostLoss loss_ = HostLoss::none;
	std::string why_;
};

} /* namespace ktstr */
