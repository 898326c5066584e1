/* SPDX-License-Identifier: GPL-2.0 */
/* Finds the machine's devices for work. Stateless; any thread. */
#pragma once

#include <string>

#include "init/work/team_work.h"

namespace ktstr {

/** The first of each of kGuestDevices below @sysfs. */
WorkDevices find_work_devices(const std::string &sysfs = "/sys");

} /* namespace ktstr */
