/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/kernel_source.h"

#include <linux/btf.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include <cstring>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "vmm/image/kernel_image.h"

namespace ktstr {

namespace {

constexpr uint64_t kMaxConfig = 16u << 20; /* bytes */

std::string first_file(const std::vector<std::string> &candidates)
{
	for (const std::string &path : candidates) {
		if (file_exists(path))
			return path;
	}
	return {};
}

/* The configuration that a build or package leaves next to the image at @path. */
std::string config_beside(const std::string &path)
{
	std::string folder = parent_of(path);
	std::string name = base_name(path);
	size_t dash = name.find('-');
	std::vector<std::string> candidates = {folder + "/.config", folder + "/config"};

	if (dash != std::string::npos)
		candidates.push_back(folder + "/config" + name.substr(dash));
	/* arch/x86/boot/bzImage in a build tree. */
	if (folder.ends_with("/arch/x86/boot") || folder.ends_with("/arch/x86_64/boot"))
		candidates.push_back(folder + "/../../../.config");
	return first_file(candidates);
}

std::string modules_beside(const std::string &path)
{
	std::string folder = parent_of(path);

	return folder_exists(folder + "/kernel") && !file_exists(folder + "/Kbuild") ? folder : "";
}

KernelPaths with_surroundings(const std::string &image)
{
	return {image, config_beside(image), modules_beside(image)};
}

Result<KernelPaths> in_folder(const std::string &folder)
{
	std::string image = first_file({folder + "/arch/x86/boot/bzImage", folder + "/bzImage",
					folder + "/vmlinuz", folder + "/vmlinux"});

	if (image.empty())
		return format_error("no built kernel (arch/x86/boot/bzImage, bzImage, vmlinuz or "
				    "vmlinux) in the folder",
				    folder);
	KernelPaths paths = with_surroundings(image);
	if (file_exists(folder + "/.config"))
		paths.config = folder + "/.config";
	return paths;
}

Result<KernelPaths> host_kernel()
{
	utsname name = {};

	uname(&name);
	std::string release = name.release;
	std::string modules = "/lib/modules/" + release;
	std::string image = first_file({modules + "/vmlinuz", "/boot/vmlinuz-" + release});

	if (image.empty())
		return Error{ENOENT, "no image for the host's kernel", release};
	KernelPaths paths = with_surroundings(image);
	if (paths.modules.empty() && folder_exists(modules))
		paths.modules = modules;
	return paths;
}

/* What the environment says of the default kernel fills in what was not found. */
KernelPaths found(const KernelPaths &known, const Settings &settings)
{
	KernelPaths paths = with_surroundings(real_path(known.image));

	for (const std::string &config : {settings.kernel_config, known.config}) {
		if (!config.empty())
			paths.config = config;
	}
	for (const std::string &modules : {settings.kernel_modules, known.modules}) {
		if (!modules.empty())
			paths.modules = modules;
	}
	return paths;
}

Error no_kernel_at(const std::string &path)
{
	struct stat status;

	if (stat(path.c_str(), &status) < 0)
		return errno_error("kernel", path);
	return format_error("kernel", path + ": neither a file nor a folder");
}

Result<KernelPaths> newest_kernel(const Settings &settings)
{
	std::optional<KernelPaths> kernel =
		newest_with_sched_ext(known_kernels(settings.cache_dir));

	if (!kernel)
		return format_error(
			"no kernel with sched_ext in /boot or the cache: give --kernel");
	return found(*kernel, settings);
}

Result<KernelPaths> default_kernel(const Settings &settings)
{
	if (settings.kernel.empty()) {
		std::optional<KernelPaths> built = tree_kernel(settings.build_folders);

		return built ? found(*built, settings) : newest_kernel(settings);
	}
	if (folder_exists(settings.kernel))
		return in_folder(real_path(settings.kernel));
	if (!file_exists(settings.kernel))
		return no_kernel_at(settings.kernel);
	return found({settings.kernel, "", ""}, settings);
}

Result<KernelPaths> built_kernel(const Settings &settings)
{
	std::optional<KernelPaths> built = tree_kernel(settings.build_folders);

	if (!built)
		return format_error("no built kernel in the tree around ktstr: build it, or give "
				    "--kernel");
	return found(*built, settings);
}

Result<KernelPaths> kernel_of_version(const std::string &version, const Settings &settings)
{
	std::optional<KernelPaths> kernel =
		newest_of_version(known_kernels(settings.cache_dir), version);

	if (!kernel)
		return Error{ENOENT, "kernel of that version in /boot or the cache", version};
	return found(*kernel, settings);
}

} /* namespace */

Result<KernelPaths> find_kernel(const std::string &choice, const Settings &settings)
{
	if (choice == "host")
		return host_kernel();
	if (choice.empty())
		return default_kernel(settings);
	if (choice == "tree")
		return built_kernel(settings);
	if (choice == "distro")
		return newest_kernel(settings);
	if (folder_exists(choice))
		return in_folder(real_path(choice));
	if (file_exists(choice))
		return with_surroundings(real_path(choice));
	if (names_version(choice))
		return kernel_of_version(choice, settings);
	return no_kernel_at(choice);
}

bool btf_names(std::span<const std::byte> btf, std::string_view name)
{
	btf_header header;

	if (btf.size() < sizeof(header))
		return false;
	memcpy(&header, btf.data(), sizeof(header));
	uint64_t begin = uint64_t(header.hdr_len) + header.str_off;
	if (header.magic != BTF_MAGIC || begin > btf.size())
		return false;
	std::string_view strings = as_text(btf.subspan(begin)).substr(0, header.str_len);
	std::string wanted = '\0' + std::string(name) + '\0';

	return strings.find(wanted) != std::string_view::npos;
}

Result<KernelUnderTest> load_kernel_facts(const KernelPaths &paths, const std::string &cache_dir)
{
	KernelUnderTest kernel;
	KernelImage image = KTSTR_TRY(open_kernel_image(paths.image, cache_dir));
	std::span<const std::byte> btf = find_section(image, ".BTF");

	kernel.paths = paths;
	kernel.release = image.release;
	kernel.sha256 = image.sha256;
	kernel.has_btf = !btf.empty();
	kernel.btf_has_scx = btf_names(btf, "sched_ext_ops");
	if (!paths.config.empty()) {
		kernel.config_text = KTSTR_TRY(read_file(paths.config, kMaxConfig));
		kernel.config_source = paths.config;
	} else if (Result<std::string> embedded = embedded_config(image);
		   embedded.ok() && !embedded.value().empty()) {
		kernel.config_text = embedded.value();
		kernel.config_source = "IKCONFIG";
	}
	if (!kernel.config_text.empty())
		kernel.config = KernelConfig::parse(kernel.config_text);
	if (kernel.config && kernel.config->empty())
		kernel.config.reset();
	return kernel;
}

std::string KernelUnderTest::guest_config() const
{
	if (config)
		return config_text;
	return std::string("# The configuration of this kernel is unknown; this is what ktstr sees "
			   "in its image.\nCONFIG_64BIT=y\nCONFIG_X86_64=y\n") +
	       (has_btf ? "CONFIG_DEBUG_INFO_BTF=y\n" : "") +
	       (btf_has_scx ? "CONFIG_SCHED_CLASS_EXT=y\n" : "");
}

std::string KernelUnderTest::missing_for(const Case &test) const
{
	if (config)
		return missing_for_case(*config, test, !paths.modules.empty());
	/* No configuration: BTF types that only sched_ext defines are evidence too. */
	if (test.needs_scx && has_btf && !btf_has_scx)
		return "CONFIG_SCHED_CLASS_EXT";
	return {};
}

std::optional<TooWide> KernelUnderTest::too_wide(const Topology &topology) const
{
	unsigned cpus = topology.cpus(), nodes = topology.nodes();

	if (!config)
		return std::nullopt;
	if (std::optional<uint64_t> most = config->max_cpus(); most && cpus > *most)
		return TooWide{"feature-missing:nr-cpus",
			       std::to_string(cpus) + " CPUs: the kernel's CONFIG_NR_CPUS is " +
				       std::to_string(*most)};
	if (std::optional<uint64_t> most = config->max_nodes(); most && nodes > *most)
		return TooWide{"feature-missing:nr-nodes",
			       std::to_string(nodes) +
				       " NUMA nodes: the kernel's configuration "
				       "(CONFIG_NUMA, CONFIG_NODES_SHIFT) has room "
				       "for " +
				       std::to_string(*most)};
	return std::nullopt;
}

} /* namespace ktstr */
