/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/terminal_input.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace ktstr {

TerminalInput::TerminalInput(bool wanted)
{
	if (!wanted)
		return;
	if (!isatty(STDIN_FILENO)) {
		kind_ = InputKind::pipe;
		return;
	}
	termios settings;
	if (tcgetpgrp(STDIN_FILENO) != getpgrp() || tcgetattr(STDIN_FILENO, &settings))
		return;
	kind_ = InputKind::terminal;
	saved_ = settings;
	cfmakeraw(&settings);
	tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

TerminalInput::~TerminalInput()
{
	if (saved_)
		tcsetattr(STDIN_FILENO, TCSANOW, &*saved_);
}

WindowSize TerminalInput::window() const
{
	winsize size = {};
	if (kind_ != InputKind::terminal || ioctl(STDIN_FILENO, TIOCGWINSZ, &size))
		return {};
	return {size.ws_col, size.ws_row};
}

} /* namespace ktstr */
