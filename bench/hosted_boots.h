/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HostedBoots: timed boots, one at a time, on this machine's KVM or inside an emulated host that is
 * started once. Each boot is a command of its own there, so one that fails, or takes the host down,
 * does not cost the others. Owned and used by one thread.
 */
#pragma once

#include <memory>
#include <string>

#include "bench/boot_setup.h"
#include "bench/measure.h"
#include "harness/hosts/host.h"

namespace ktstr {

class HostedBoots {
public:
	/** Puts the kernel and the initramfs into KTSTR_BENCH_DIR. @self: this program. */
	static Result<HostedBoots> create(const std::string &self);

	/** Reports progress and the time to init on stderr; @label tells which boot this is. */
	Result<BootTimes> boot(const std::string &machine, const BootSize &size,
			       const std::string &label);
	const char *host_kind() const { return host_->kind(); }

private:
	HostedBoots(std::string self, std::string work, std::string qemu_dir,
		    std::unique_ptr<Host> host);

	std::string self_;
	std::string work_;
	std::string qemu_dir_;
	std::unique_ptr<Host> host_;
};

/** Runs inside the host for boot(); prints the figures on standard output. */
Result<void> measure_inside(const std::string &self, const std::string &machine,
			    const std::string &qemu, const std::string &work, const BootSize &size);
/** Runs our machine; what measure_inside() starts for kOwnMachine. */
Result<void> own_machine_inside(const std::string &work, const BootSize &size);

} /* namespace ktstr */
