/* SPDX-License-Identifier: GPL-2.0 */
#include "init/port.h"

#include <dirent.h>
#include <fcntl.h>

#include "init/sys.h"

namespace ktstr {

std::string find_port(const std::string &class_dir, const std::string &name)
{
	DIR *dir = opendir(class_dir.c_str());
	std::string found;

	if (!dir)
		return found;
	while (const struct dirent *entry = readdir(dir)) {
		if (entry->d_name[0] == '.')
			continue;
		if (read_line(class_dir + "/" + entry->d_name + "/name") == name) {
			found = entry->d_name;
			break;
		}
	}
	closedir(dir);
	return found;
}

Result<UniqueFd> open_records_port(uint64_t deadline_ns)
{
	/* virtio-console adds ports from a work item, after a round trip to the device. */
	constexpr useconds_t kRetryUs = 2000;

	for (;;) {
		std::string port = find_port("/sys/class/virtio-ports", kRecordsPortName);

		if (!port.empty()) {
			UniqueFd fd(open(("/dev/" + port).c_str(), O_RDWR | O_CLOEXEC));

			if (fd.valid())
				return fd;
		}
		if (boot_time_ns() >= deadline_ns) {
			if (port.empty())
				return format_error("no virtio-console port with this name",
						    kRecordsPortName);
			return errno_error("open record port", "/dev/" + port);
		}
		usleep(kRetryUs);
	}
}

} /* namespace ktstr */
