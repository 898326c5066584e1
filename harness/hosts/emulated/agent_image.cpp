/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/agent_image.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <algorithm>

#include "harness/hosts/emulated/agent_config.h"
#include "harness/hosts/emulated/qemu.h"
#include "harness/image/cpio.h"
#include "harness/image/modules.h"

namespace ktstr {

namespace {

/* halt_poll_ns=0: polling would only waste the single emulated CPU. */
std::string module_parameters(const std::string &name)
{
	return name == "kvm" ? "halt_poll_ns=0" : "";
}

std::string_view as_text(std::span<const std::byte> bytes)
{
	return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

Result<UniqueFd> in_memory(std::span<const std::byte> bytes)
{
	UniqueFd fd(memfd_create("ktstr-agent", MFD_CLOEXEC));
	if (!fd.valid())
		return errno_error("memfd_create");
	for (size_t at = 0; at < bytes.size();) {
		ssize_t n = write(fd.get(), bytes.data() + at, bytes.size() - at);
		if (n < 0 && errno != EINTR)
			return errno_error("write agent image");
		at += n > 0 ? size_t(n) : 0;
	}
	return fd;
}

} /* namespace */

std::vector<SharedFolder> mount_order(std::vector<SharedFolder> folders)
{
	/* A parent's path is a prefix of its children's, so it sorts before them. */
	std::sort(folders.begin(), folders.end(),
		  [](const SharedFolder &a, const SharedFolder &b) { return a.path < b.path; });
	std::vector<SharedFolder> result;
	for (SharedFolder &folder : folders) {
		if (!result.empty() && result.back().path == folder.path)
			result.back().writable = result.back().writable || folder.writable;
		else
			result.push_back(std::move(folder));
	}
	return result;
}

Result<UniqueFd> build_agent_image(const EmulatedHostConfig &config)
{
	std::vector<KernelModule> modules =
		KTSTR_TRY(collect_modules(config.modules_dir, {"kvm_amd", "9p", "9pnet_virtio"}));
	UniqueFd program(open(config.agent.c_str(), O_RDONLY | O_CLOEXEC));
	if (!program.valid())
		return errno_error("open agent program", config.agent);
	CpioWriter archive;
	AgentConfig agent;
	agent.program_path = config.agent;
	archive.add_directory("dev");
	archive.add_directory("ktstr-agent");
	archive.add_directory(kAgentModulesDir);
	KTSTR_TRY(archive.add_file("init", program, 0755));
	for (const KernelModule &module : modules) {
		std::string file = module.name + ".ko";
		agent.modules.push_back({file, module_parameters(module.name)});
		archive.add_file(std::string(kAgentModulesDir) + "/" + file, as_text(module.image));
	}
	for (size_t i = 0; i < config.folders.size(); i++)
		agent.folders.push_back(
			{folder_tag(i), config.folders[i].path, config.folders[i].writable});
	archive.add_file(kAgentConfigPath, serialise_agent_config(agent));
	return in_memory(archive.finish());
}

} /* namespace ktstr */
