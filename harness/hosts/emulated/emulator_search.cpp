/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulator_search.h"

#include <stdio.h>
#include <string.h>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/hosts/emulated/mended_qemu.h"
#include "harness/hosts/emulated/qemu.h"
#include "harness/kernel/known_kernels.h"

namespace ktstr {

namespace {

constexpr unsigned kOldestQemu = 10;
constexpr char kProgram[] = "/usr/bin/qemu-system-x86_64";

std::string newest_cached_qemu(const std::string &cache_dir)
{
	std::string newest;

	for (const std::string &version : entries_of(cache_dir + "/qemu")) {
		if (file_exists(cache_dir + "/qemu/" + version + kProgram) &&
		    strverscmp(version.c_str(), newest.c_str()) > 0)
			newest = version;
	}
	return newest.empty() ? "" : cache_dir + "/qemu/" + newest;
}

std::string system_qemu(const std::string &root)
{
	std::string command = shell_word(root + kProgram) + " --version 2>/dev/null";
	std::string output(256, '\0');

	if (!file_exists(root + kProgram))
		return {};
	FILE *stream = popen(command.c_str(), "re");
	if (!stream)
		return {};
	output.resize(fread(output.data(), 1, output.size(), stream));
	pclose(stream);
	return qemu_major(output) >= kOldestQemu ? root + "/" : "";
}

bool has_module(const std::string &modules, const std::string &name)
{
	for (const char *suffix : {"", ".xz", ".zst", ".gz"}) {
		if (file_exists(modules + "/kernel/" + name + suffix))
			return true;
	}
	return false;
}

} /* namespace */

std::string emulator_flaw(const std::string &qemu_dir)
{
	Result<UniqueFd> mended = mended_qemu(qemu_program(qemu_dir));

	if (mended)
		return {};
	return mended.error().to_string() + "; now and then it delivers an interrupt twice, "
					    "and a boot hangs";
}

unsigned qemu_major(const std::string &output)
{
	constexpr std::string_view kBefore = "version ";
	size_t at = output.find(kBefore);

	if (at == std::string::npos)
		return 0;
	std::string_view rest = std::string_view(output).substr(at + kBefore.size());

	return unsigned(parse_number(rest.substr(0, rest.find('.')), 9999).value_or(0));
}

EmulatorParts find_emulator(const Settings &settings, const std::string &root)
{
	EmulatorParts parts = {settings.qemu_dir, settings.emu_kernel, settings.emu_modules};

	if (parts.qemu_dir.empty())
		parts.qemu_dir = newest_cached_qemu(settings.cache_dir);
	if (parts.qemu_dir.empty())
		parts.qemu_dir = system_qemu(root);
	if (!parts.kernel.empty() && !parts.modules.empty())
		return parts;
	for (const KnownKernel &known : known_kernels(settings.cache_dir, root)) {
		const KernelPaths &paths = known.paths;

		if (!has_module(paths.modules, "arch/x86/kvm/kvm-amd.ko") ||
		    !has_module(paths.modules, "fs/9p/9p.ko"))
			continue;
		if (parts.kernel.empty())
			parts.kernel = paths.image;
		if (parts.modules.empty())
			parts.modules = paths.modules;
		break;
	}
	return parts;
}

} /* namespace ktstr */
