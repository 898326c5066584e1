/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/own_vmm.h"

#include <unistd.h>

#include "harness/base/files.h"
#include "vmm/confine.h"
#include "vmm/machine.h"

namespace ktstr {

namespace {

class SerialToStdout : public MachineListener {
public:
	void serial_output(std::span<const std::byte> bytes) override
	{
		(void)!write(STDOUT_FILENO, bytes.data(), bytes.size());
	}
	bool port_output(ConsolePort, std::span<const std::byte>) override { return true; }
};

} /* namespace */

Result<void> run_own_vmm(const BootSetup &setup, const std::string &cache_dir)
{
	KernelImage kernel =
		KTSTR_TRY(open_kernel_image(setup.kernel, cache_dir, CacheCheck::size));
	std::string initrd = KTSTR_TRY(read_file(setup.initrd));

	MachineConfig config;
	config.topology = machine_topology(setup);
	config.kernel = &kernel;
	config.initrd = {std::as_bytes(std::span(initrd))};
	config.command_line = setup.command_line;

	SerialToStdout listener;
	std::unique_ptr<Machine> machine = KTSTR_TRY(Machine::create(config, listener));
	kernel = {};
	initrd = {};
	KTSTR_TRY(confine_process());
	KTSTR_TRY(machine->start());
	/* As in a session (harness/session/session.cpp), except that the whole run is a boot. */
	constexpr std::chrono::milliseconds kTick(20);
	using Clock = std::chrono::steady_clock;
	Clock::time_point deadline = Clock::now() + std::chrono::seconds(setup.timeout_s);
	MachineExit exit = MachineExit::running;
	while (exit == MachineExit::running && Clock::now() < deadline) {
		exit = machine->wait(Clock::now() + kTick);
		machine->balance_boot(true);
	}
	machine->stop();
	if (exit != MachineExit::triple_fault)
		return format_error("boot", to_string(exit) + (": " + machine->report().detail));
	return {};
}

} /* namespace ktstr */
