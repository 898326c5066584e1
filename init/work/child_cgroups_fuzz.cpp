/* SPDX-License-Identifier: GPL-2.0 */
/* A path that is found is that of a whole line, is reachable from the root, and is found again. */
#include "init/work/child_cgroups.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	std::string text(reinterpret_cast<const char *>(data), size);
	Result<std::string> found = parse_cgroup_path(text);

	if (!found)
		return 0;
	const std::string &path = found.value();
	KTSTR_ASSERT(path.starts_with('/') && path.find('\n') == path.npos);
	KTSTR_ASSERT(path != "/.." && !path.starts_with("/../") && !path.ends_with(" (deleted)"));
	KTSTR_ASSERT(("\n" + text + "\n").find("\n0::" + path + "\n") != text.npos);
	Result<std::string> again = parse_cgroup_path("1:cpu:/x\n0::" + path);
	KTSTR_ASSERT(again.ok() && again.value() == path);
	return 0;
}
