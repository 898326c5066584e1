/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests whether KVM works here by running something. A node that opens and reports every capability
 * may still be unable to run an unmodified kernel (a nested paravirtual KVM emulates its guest
 * instruction by instruction). Stateless. The coordinator calls it before starting any thread,
 * because the guest runs in a child process that is killed when it takes too long.
 */
#pragma once

#include <string>

namespace ktstr {

enum class KvmStatus {
	usable,
	absent,	  /* no node, or no module behind it */
	denied,	  /* permissions of the node */
	busy,	  /* another hypervisor is using the hardware */
	refused,  /* seccomp, a device cgroup, or a security module */
	unusable, /* opens, but cannot run an unmodified kernel */
};

/** The reason code: "kvm-absent", "kvm-denied", ...; "kvm-usable". */
const char *to_string(KvmStatus status);

struct KvmProbe {
	KvmStatus status = KvmStatus::absent;
	std::string detail; /* a sentence for the user */
	std::string advice; /* a command that fixes it */

	bool usable() const { return status == KvmStatus::usable; }
};

/** Takes milliseconds where KVM works, and at most five seconds. */
KvmProbe probe_kvm(const char *path = "/dev/kvm");

} /* namespace ktstr */
