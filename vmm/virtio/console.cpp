/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/console.h"

#include "vmm/virtio/console_function.h"

namespace ktstr {

Result<std::unique_ptr<VirtioConsole>> VirtioConsole::create(PciHost &pci, GuestMemory &memory,
							     MsiRouter &msi,
							     DoorbellRegistrar &doorbells,
							     EventLoop &loop, Output output)
{
	auto function = std::make_shared<VirtioConsoleFunction>(
		VirtioHost{memory, msi, doorbells, loop}, std::move(output));
	KTSTR_TRY(function->prepare());
	KTSTR_TRY(function->prepare_timer());
	KTSTR_TRY(pci.add(function));
	return std::unique_ptr<VirtioConsole>(new VirtioConsole(std::move(function), loop));
}

VirtioConsole::VirtioConsole(std::shared_ptr<VirtioConsoleFunction> function, EventLoop &loop)
	: function_(std::move(function)), loop_(loop)
{}

VirtioConsole::~VirtioConsole() = default;

bool VirtioConsole::input(ConsolePort port, std::span<const std::byte> bytes)
{
	return function_->input(unsigned(port), bytes);
}

void VirtioConsole::resize(uint16_t columns, uint16_t rows)
{
	loop_.post([this, columns, rows] { function_->resize(columns, rows); });
}

} /* namespace ktstr */
