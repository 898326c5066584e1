/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/actions/check_config.h"

namespace ktstr {

bool print_config_verdict(const KernelUnderTest &kernel)
{
	bool complete = true;

	printf("kernel: %s (%s)\nconfiguration: %s\n", kernel.paths.image.c_str(),
	       kernel.release.c_str(), kernel.config ? kernel.config_source.c_str() : "unknown");
	for (const Case *test : all_cases()) {
		std::string missing = kernel.missing_for(*test);
		std::optional<TooWide> wide = kernel.too_wide(test->topology);

		if (!missing.empty())
			printf("config-missing:%s  %s\n", missing.c_str(), test->name);
		else if (wide)
			printf("%s  %s\n", wide->skip, test->name);
		complete = complete && missing.empty() && !wide;
	}
	if (complete)
		puts(kernel.config ? "the kernel has the options that the cases need"
				   : "no option is known to be missing");
	fflush(stdout);
	return complete;
}

} /* namespace ktstr */
