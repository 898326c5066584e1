/* SPDX-License-Identifier: GPL-2.0 */
/*
 * FrameSocket: sends Ethernet frames of one worker to a device that gives each of them back. Owned
 * and used by one thread. It receives only frames of its own process, so that those of other
 * workers do not wake it.
 */
#pragma once

#include <vector>

#include "init/work/worker.h"

namespace ktstr {

class FrameSocket {
public:
	/**
	 * Uses the team's interface, which it brings up. @worker must outlive the socket, and fails
	 * if that is not possible. @frame_bytes includes the header, at least 26.
	 */
	FrameSocket(const Worker &worker, size_t frame_bytes);

	/** False if there was no room for the frame, which is then lost. */
	bool send(uint64_t number);
	/**
	 * Sleeps until a frame with @number or a later one is back; false if none is by
	 * @deadline_ns.
	 */
	bool receive(uint64_t number, uint64_t deadline_ns);

private:
	/* Brings the interface up and addresses the frame; returns the interface index. */
	int set_up_interface();
	void take_own_frames_only() const;
	void set_up_buffers() const;
	template <typename Value>
	void set_option(int level, int option, const Value &value, const char *what) const;

	const Worker &worker_;
	UniqueFd fd_;
	std::vector<uint8_t> frame_;
};

} /* namespace ktstr */
