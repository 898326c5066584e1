/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PciHost: bus 0 of the PCI segment: a host bridge at 00:00.0, the functions after it, and one
 * 32-bit MMIO window from which their BARs are assigned. Machine owns it and calls add() while
 * wiring. Its devices go on the buses, where every vCPU thread uses them. They and the PciHost
 * share ownership of their state, so they may die in any order.
 *
 * Only ecam() reaches the configuration space (PCI Express enhanced access, PCIe 4.0 §7.2.2). If
 * the ports of configuration mechanism #1 answered, Linux would prefer them below offset 256
 * (arch/x86/pci/common.c raw_pci_read()), at two exits per access. Linux finds ECAM through the
 * MCFG table, which it trusts if the e820 map reserves the range (mmconfig-shared.c). There is no
 * INTx: functions use MSI-X, and their interrupt pin reads 0.
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
	/* On the MMIO bus: the BARs. Also the memory resource of the root bridge's _CRS. */
	static constexpr uint64_t kWindowBase = 0xe0000000;
	static constexpr uint64_t kWindowSize = 0x10000000;
	/* On the MMIO bus: bus 0 only. Also the start and end bus in MCFG. */
	static constexpr uint64_t kEcamBase = 0xd0000000;
	static constexpr uint64_t kEcamSize = 0x100000;

	PciHost();

	/**
	 * Assigns @function the next slot and addresses for its BARs. ENOSPC: bus or window is
	 * full.
	 */
	Result<void> add(std::shared_ptr<PciFunction> function);

	std::shared_ptr<Device> ecam();
	std::shared_ptr<Device> mmio_window();

	struct Topology;

private:
	std::shared_ptr<Topology> topology_;
};

} /* namespace ktstr */
