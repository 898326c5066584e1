/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Descriptors 0 to 2 of a process whose parent left some of them closed. Header-only; every folder
 * may include it. Call first in main(), before anything else opens a file.
 */
#pragma once

#include <fcntl.h>
#include <unistd.h>

namespace ktstr {

/**
 * Opens /dev/null as each of 0 to 2 that is closed: otherwise, a file of our own gets that number,
 * and output meant for the user goes there. False, with errno, if there is no /dev/null.
 */
inline bool open_standard_fds()
{
	int fd;

	/* Always the lowest free number, so all up to the first above 2 are open then. */
	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

} /* namespace ktstr */
