/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/qemu_machine.h"

#include <algorithm>

#include "vmm/x86/apic_id.h"

namespace ktstr {

namespace {

using Arguments = std::vector<std::string>;

constexpr unsigned kPcVcpus = 255, kQ35Vcpus = 4096, kMicrovmVcpus = 288;
constexpr uint32_t kMaxXapicId = 254; /* 255 is the broadcast */
constexpr char kRemoteDistance[] = "20";

void append(Arguments &argv, const Arguments &more)
{
	argv.insert(argv.end(), more.begin(), more.end());
}

std::string smp(const std::string &machine, const BootSetup &setup)
{
	const std::string tail = ",cores=" + std::to_string(setup.cores) + ",threads=1";
	std::string places = std::to_string(setup.vcpus) + ",sockets=";

	if (machine == "microvm")
		return places + std::to_string(setup.nodes * setup.llcs) + tail;
	return places + std::to_string(setup.nodes) + ",dies=" + std::to_string(setup.llcs) + tail;
}

std::string accelerator(const BootSetup &setup)
{
	const std::vector<uint32_t> ids = apic_ids(machine_topology(setup));
	const bool wide = *std::max_element(ids.begin(), ids.end()) > kMaxXapicId;

	return wide ? "kvm,kernel-irqchip=split" : "kvm";
}

Arguments memory_backend(const std::string &id, uint64_t mib)
{
	return {"-object",
		"memory-backend-memfd,id=" + id + ",share=on,size=" + std::to_string(mib) + "M"};
}

Arguments numa_nodes(const BootSetup &setup)
{
	const unsigned cores = setup.llcs * setup.cores;
	Arguments argv;

	for (unsigned node = 0; node < setup.nodes; node++) {
		const std::string id = std::to_string(node), ram = "ram" + id;
		append(argv, memory_backend(ram, setup.node_memory_mib[node]));
		append(argv, {"-numa", "node,nodeid=" + id + ",memdev=" + ram +
					       ",cpus=" + std::to_string(node * cores) + "-" +
					       std::to_string((node + 1) * cores - 1)});
	}
	for (unsigned from = 0; from < setup.nodes; from++)
		for (unsigned to = from + 1; to < setup.nodes; to++)
			append(argv, {"-numa", "dist,src=" + std::to_string(from) +
						       ",dst=" + std::to_string(to) +
						       ",val=" + kRemoteDistance});
	return argv;
}

} /* namespace */

std::vector<std::string> qemu_machines(const BootSize &size)
{
	std::vector<std::string> machines;

	if (size.vcpus <= kPcVcpus)
		machines.push_back("pc");
	else if (size.vcpus <= kQ35Vcpus)
		machines.push_back("q35");
	if (size.vcpus <= kMicrovmVcpus && size.nodes == 1)
		machines.push_back("microvm");
	return machines;
}

std::vector<std::string> qemu_argv(const std::string &qemu, const std::string &machine,
				   const BootSetup &setup)
{
	/* QEMU is only unpacked: it runs through the system's loader with its own libraries. */
	const std::string libraries = "/usr/lib/x86_64-linux-gnu";
	const bool numa = setup.nodes > 1;
	Arguments argv = {libraries + "/ld-linux-x86-64.so.2",
			  "--library-path",
			  qemu + libraries + ":" + qemu + "/lib/x86_64-linux-gnu:" + libraries,
			  qemu + "/usr/bin/qemu-system-x86_64",
			  "-L",
			  qemu + "/usr/share/qemu",
			  "-L",
			  qemu + "/usr/share/seabios",
			  "-M",
			  numa ? machine : machine + ",memory-backend=ram",
			  "-m",
			  std::to_string(setup.memory_mib()) + "M"};

	append(argv, numa ? numa_nodes(setup) : memory_backend("ram", setup.memory_mib()));
	append(argv, {"-accel", accelerator(setup), "-cpu", "host", "-smp", smp(machine, setup),
		      "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial",
		      "stdio", "-kernel", setup.kernel, "-initrd", setup.initrd, "-append",
		      setup.command_line});
	return argv;
}

} /* namespace ktstr */
