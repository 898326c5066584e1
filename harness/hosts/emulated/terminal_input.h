/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TerminalInput: our own standard input while an interactive command runs in an emulated host. A
 * terminal is put in raw mode (keys, including ^C, go to the command) and restored by the
 * destructor. One at a time, on the thread in Host::run(). It does nothing in a background process
 * group, where both tcsetattr() and read() would stop the process.
 */
#pragma once

#include <termios.h>

#include <optional>

#include "harness/hosts/emulated/frame.h"

namespace ktstr {

class TerminalInput {
public:
	explicit TerminalInput(bool wanted);
	~TerminalInput();
	TerminalInput(const TerminalInput &) = delete;
	TerminalInput &operator=(const TerminalInput &) = delete;

	InputKind kind() const { return kind_; }
	WindowSize window() const;

private:
	InputKind kind_ = InputKind::none;
	std::optional<termios> saved_;
};

} /* namespace ktstr */
