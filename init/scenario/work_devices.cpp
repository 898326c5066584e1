/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/work_devices.h"

#include <dirent.h>
#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "harness/scenario/devices.h"

namespace ktstr {

namespace {

std::vector<std::string> names_in(const std::string &path)
{
	std::vector<std::string> names;
	DIR *folder = opendir(path.c_str());

	if (!folder)
		return names;
	while (struct dirent *entry = readdir(folder))
		if (entry->d_name[0] != '.')
			names.emplace_back(entry->d_name);
	closedir(folder);
	std::sort(names.begin(), names.end());
	return names;
}

/* The first entry in @folder whose device has @driver; empty: none has. */
std::string first_with_driver(const std::string &folder, const std::string &driver)
{
	for (const std::string &name : names_in(folder)) {
		char target[PATH_MAX];
		ssize_t n = readlink((folder + "/" + name + "/device/driver").c_str(), target,
				     sizeof(target));

		if (n > 0 && std::string_view(target, size_t(n)).ends_with("/" + driver))
			return name;
	}
	return {};
}

} /* namespace */

WorkDevices find_work_devices(const std::string &sysfs)
{
	WorkDevices devices;

	for (const GuestDevice *device : kGuestDevices) {
		std::string name = first_with_driver(sysfs + "/" + device->folder, device->driver);

		if (!name.empty())
			devices.found[device->name] = device->prefix + name;
	}
	return devices;
}

} /* namespace ktstr */
