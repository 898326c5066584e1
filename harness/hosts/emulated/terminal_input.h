/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TerminalInput: our own standard input while an interactive command runs in an emulated host: a
 * terminal is put in raw mode (keys, ^C included, go to the command) and restored when this dies.
 * One at a time, on the thread inside Host::run(). From a background group it touches nothing:
 * both tcsetattr() and read() would stop the process.
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
