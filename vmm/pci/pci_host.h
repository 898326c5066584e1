/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PciHost: bus 0 of the PCI segment: a host bridge at 00:00.0, the functions after it, one 32-bit
 * MMIO window from which their BARs are assigned. Owned by Machine; add() is called while wiring,
 * the devices it hands out are put on the buses and then used from every vCPU thread. They and the
 * PciHost share what they need, so it does not matter who dies first.
 *
 * The configuration space is behind ecam() alone (PCI Express enhanced access, PCIe 4.0 §7.2.2):
 * Linux prefers configuration mechanism #1 below offset 256 where its ports answer
 * (arch/x86/pci/common.c raw_pci_read()), at two exits an access. It finds ECAM by the MCFG table,
 * which it trusts if the range is reserved in the e820 map (mmconfig-shared.c).
 * There is no INTx: functions signal by MSI-X, and their interrupt pin reads 0.
 */
#pragma once

#include <cstdint>
#include <memory>

#include "vmm/base/result.h"
#include "vmm/device.h"
#include "vmm/pci/pci_function.h"

namespace ktstr {

class PciHost {
public:
	/* On the MMIO bus: the BARs; also the memory resource of the root bridge's _CRS. */
	static constexpr uint64_t kWindowBase = 0xe0000000;
	static constexpr uint64_t kWindowSize = 0x10000000;
	/* On the MMIO bus: bus 0 only, also MCFG's start and end bus. */
	static constexpr uint64_t kEcamBase = 0xd0000000;
	static constexpr uint64_t kEcamSize = 0x100000;

	PciHost();

	/**
	 * Gives @function the next slot and its BARs their addresses. ENOSPC: bus or window full.
	 */
	Result<void> add(std::shared_ptr<PciFunction> function);

	std::shared_ptr<Device> ecam();
	std::shared_ptr<Device> mmio_window();

	struct Topology;

private:
	std::shared_ptr<Topology> topology_;
};

} /* namespace ktstr */
