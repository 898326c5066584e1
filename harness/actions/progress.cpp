/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/actions/progress.h"

#include <unistd.h>

#include <cstdio>

namespace ktstr {

Progress::Progress(size_t planned) : planned_(planned), terminal_(isatty(STDERR_FILENO)) {}

void Progress::show(size_t done, const std::string &name)
{
	if (!terminal_)
		return;
	clear();
	fprintf(stderr, "[%zu/%zu] %s ...", done, planned_, name.c_str());
	fflush(stderr);
	shown_ = true;
}

void Progress::clear()
{
	if (!shown_)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	shown_ = false;
}

} /* namespace ktstr */
