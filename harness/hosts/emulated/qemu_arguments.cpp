/* SPDX-License-Identifier: GPL-2.0 */
#include <unistd.h>

#include "harness/hosts/emulated/agent_config.h"
#include "harness/hosts/emulated/qemu.h"

namespace ktstr {

namespace {

/* QEMU's option lists escape a comma by doubling it. */
std::string option_value(const std::string &value)
{
	std::string result;
	for (char c : value)
		result += c == ',' ? std::string(",,") : std::string(1, c);
	return result;
}

bool exists(const std::string &path)
{
	return access(path.c_str(), F_OK) == 0;
}

void append(std::vector<std::string> &to, std::initializer_list<std::string> values)
{
	to.insert(to.end(), values);
}

void append_folder(std::vector<std::string> &to, const std::string &tag, const SharedFolder &folder)
{
	append(to, {"-fsdev",
		    "local,id=" + tag + ",security_model=none,multidevs=remap,readonly=" +
			    (folder.writable ? "off" : "on") + ",path=" + option_value(folder.path),
		    "-device", "virtio-9p-pci,fsdev=" + tag + ",mount_tag=" + tag});
}

std::vector<std::string> program(const std::string &dir, const std::string &file)
{
	std::string libraries = dir + "/usr/lib/x86_64-linux-gnu:" + dir + "/lib/x86_64-linux-gnu";
	for (const char *loader : {"/usr/lib64/ld-linux-x86-64.so.2", "/lib64/ld-linux-x86-64.so.2",
				   "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"}) {
		if (!dir.empty() && dir != "/" && exists(dir + loader))
			return {dir + loader, "--library-path", libraries, file};
	}
	return {qemu_program(dir)};
}

} /* namespace */

std::string qemu_program(const std::string &dir)
{
	return dir + "/usr/bin/qemu-system-x86_64";
}

std::string folder_tag(size_t i)
{
	return "folder" + std::to_string(i);
}

std::string program_file(const EmulatedHostConfig &config, const QemuDescriptors &fds)
{
	return fds.program < 0 ? qemu_program(config.qemu_dir)
			       : "/proc/self/fd/" + std::to_string(fds.program);
}

std::vector<std::string> qemu_arguments(const EmulatedHostConfig &config,
					const QemuDescriptors &fds, const std::string &console_path)
{
	std::vector<std::string> args = program(config.qemu_dir, program_file(config, fds));
	for (const char *data : {"/usr/share/qemu", "/usr/share/seabios"}) {
		if (exists(config.qemu_dir + data))
			append(args, {"-L", config.qemu_dir + data});
	}
	/*
	 * One emulated CPU in one thread: with several CPUs or threads, text patching between
	 * emulated CPUs breaks, and results mean nothing. TCG emulates a string instruction one
	 * element at a time: if CPUID advertised fast byte strings, every kernel would clear and
	 * copy pages bytewise. A TLB miss walks the host's page tables for each level of the
	 * guest's; four-level tables for both are enough.
	 */
	append(args, {"-nodefaults",
		      "-no-user-config",
		      "-display",
		      "none",
		      "-no-reboot",
		      "-accel",
		      "tcg,thread=single,tb-size=1024",
		      "-smp",
		      "1",
		      "-cpu",
		      "max,la57=off,erms=off,fsrm=off,fsrs=off,fzrm=off,fsrc=off",
		      "-m",
		      std::to_string(config.memory_mib),
		      "-kernel",
		      config.kernel,
		      "-initrd",
		      "/proc/self/fd/" + std::to_string(fds.initrd),
		      "-append",
		      "console=ttyS0 quiet panic=-1 mitigations=off",
		      "-chardev",
		      "file,id=console,path=" + option_value(console_path),
		      "-serial",
		      "chardev:console",
		      "-chardev",
		      "socket,id=monitor,fd=" + std::to_string(fds.monitor),
		      "-mon",
		      "chardev=monitor,mode=control",
		      "-device",
		      "virtio-serial-pci",
		      "-chardev",
		      "socket,id=control,fd=" + std::to_string(fds.control),
		      "-device",
		      std::string("virtserialport,chardev=control,name=") + kControlPort,
		      "-chardev",
		      "socket,id=heartbeat,fd=" + std::to_string(fds.heartbeat),
		      "-device",
		      std::string("virtserialport,chardev=heartbeat,name=") + kHeartbeatPort});
	for (size_t i = 0; i < config.folders.size(); i++)
		append_folder(args, folder_tag(i), config.folders[i]);
	return args;
}

} /* namespace ktstr */
