/* SPDX-License-Identifier: GPL-2.0 */
/* An option that the kernel under test must have been configured with. Plain data; any thread. */
#pragma once

namespace ktstr {

struct ConfigNeed {
	const char *option;
	bool module_will_do; /* "m" is enough, provided that the modules are at hand */
};

} /* namespace ktstr */
