/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CommandServer: the agent's end of the control port. Runs one command at a time, forwards its
 * streams, and reports how it ended. The agent's main thread owns and calls it. It blocks if the
 * other side does not read, which is the back-pressure. The other side is our own process on the
 * real host; still, a malformed frame is an error, not undefined behaviour.
 */
#pragma once

#include <functional>
#include <memory>

#include "harness/base/child_process.h"
#include "harness/hosts/emulated/frame.h"
#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class CommandServer {
public:
	/** @after_command cleans up after each command, before its end is reported. */
	CommandServer(UniqueFd control, std::function<void()> after_command);
	~CommandServer();

	Result<void> announce_ready(std::string_view kvm_problem);
	/**
	 * Serves until the other side closes the port. Errors: the other side violated the
	 * protocol.
	 */
	Result<void> serve();

private:
	struct Running;

	Result<void> step();
	Result<bool> read_control();
	Result<void> handle(const Frame &frame);
	Result<void> start(const Frame &frame);
	Result<void> refuse(uint32_t command, const Error &error);
	Result<void> take_input(const Frame &frame);
	Result<void> write_input();
	Result<void> drop_input();
	Result<void> forward(UniqueFd &from, FrameType type, bool &got_bytes);
	Result<void> finish();
	Result<void> send(FrameType type, uint32_t command, std::span<const std::byte> payload);

	UniqueFd control_;
	std::function<void()> after_command_;
	FrameReader reader_;
	std::unique_ptr<Running> running_;
	bool closed_ = false;
};

} /* namespace ktstr */
