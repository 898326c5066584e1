/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/emulated/agent_image.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "harness/emulated/agent_config.h"
#include "harness/emulated/frame.h"
#include "harness/emulated/modules.h"
#include "harness/emulated/qemu.h"

namespace ktstr {

namespace {

/* newc archive (Documentation/driver-api/early-userspace/buffer-format.rst). */
class Archive {
public:
	void directory(std::string_view path) { entry(path, S_IFDIR | 0755, {}); }
	void file(std::string_view path, mode_t mode, std::span<const std::byte> bytes)
	{
		entry(path, S_IFREG | mode, bytes);
	}
	std::string finish()
	{
		entry("TRAILER!!!", 0, {});
		return std::move(text_);
	}

private:
	void entry(std::string_view path, mode_t mode, std::span<const std::byte> bytes)
	{
		char header[111];
		snprintf(header, sizeof(header), "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
			 ++inode_, mode, 0, 0, 1, 0, static_cast<unsigned>(bytes.size()), 0, 0, 0, 0,
			 static_cast<unsigned>(path.size() + 1), 0);
		text_.append(header, 110).append(path).append(1, '\0');
		pad();
		text_.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
		pad();
	}
	void pad() { text_.resize((text_.size() + 3) & ~size_t(3)); }

	std::string text_;
	unsigned inode_ = 0;
};

/*
 * halt_poll_ns=0: polling would only burn the one emulated CPU. The other modules are for sharing
 * folders.
 */
std::string module_parameters(const std::string &name)
{
	return name == "kvm" ? "halt_poll_ns=0" : "";
}

Result<std::string> read_whole(const std::string &path)
{
	std::ifstream file(path, std::ios::binary | std::ios::ate);
	if (!file)
		return errno_error("open the agent's program", path);
	std::string bytes(static_cast<size_t>(file.tellg()), '\0');
	file.seekg(0);
	if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
		return errno_error("read the agent's program", path);
	return bytes;
}

Result<UniqueFd> in_memory(const std::string &bytes)
{
	UniqueFd fd(memfd_create("ktstr-agent", MFD_CLOEXEC));
	if (!fd.valid())
		return errno_error("memfd_create");
	for (size_t at = 0; at < bytes.size();) {
		ssize_t n = write(fd.get(), bytes.data() + at, bytes.size() - at);
		if (n < 0 && errno != EINTR)
			return errno_error("write the agent's image");
		at += n > 0 ? static_cast<size_t>(n) : 0;
	}
	return fd;
}

} /* namespace */

std::vector<SharedFolder> mount_order(std::vector<SharedFolder> folders)
{
	/* A parent's path is a prefix of its children's, so it sorts before them. */
	std::sort(folders.begin(), folders.end(),
		  [](const SharedFolder &a, const SharedFolder &b) { return a.path < b.path; });
	return folders;
}

Result<UniqueFd> build_agent_image(const EmulatedHostConfig &config)
{
	std::vector<KernelModule> modules = KTSTR_TRY(
		collect_modules(config.modules_dir, {"kvm_amd", "9p", "9pnet_virtio"}));
	std::string program = KTSTR_TRY(read_whole(config.agent));
	Archive archive;
	AgentConfig agent;
	agent.program_path = config.agent;
	archive.directory("dev");
	archive.directory("ktstr-agent");
	archive.directory("ktstr-agent/modules");
	archive.file("init", 0755, text_bytes(program));
	for (const KernelModule &module : modules) {
		std::string file = module.name + ".ko";
		agent.modules.push_back({file, module_parameters(module.name)});
		archive.file(std::string(kAgentModulesDir + 1) + "/" + file, 0644, module.image);
	}
	for (size_t i = 0; i < config.folders.size(); i++)
		agent.folders.push_back(
			{folder_tag(i), config.folders[i].path, config.folders[i].writable});
	archive.file(kAgentConfigPath + 1, 0644, text_bytes(serialise_agent_config(agent)));
	return in_memory(archive.finish());
}

} /* namespace ktstr */
