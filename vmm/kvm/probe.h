/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether KVM works here, found out by running something: a node that opens and answers every
 * capability may still be unable to run an unmodified kernel (a nested paravirtual KVM emulates
 * its guest instruction by instruction). Stateless; called by the coordinator before any thread
 * runs, because the guest runs in a child process that is killed when it takes too long.
 */
#pragma once

#include <string>

namespace ktstr {

enum class KvmStatus {
	usable,
	absent,	  /* no node, or no module behind it */
	denied,	  /* the node's permissions */
	busy,	  /* another hypervisor has the hardware */
	refused,  /* seccomp, a device cgroup, or a security module */
	unusable, /* opens, and cannot run an unmodified kernel */
};

/** The reason code: "kvm-absent", "kvm-denied", ...; "kvm-usable". */
const char *to_string(KvmStatus status);

struct KvmProbe {
	KvmStatus status = KvmStatus::absent;
	std::string detail; /* a sentence for people */
	std::string advice; /* the command that mends it */

	bool usable() const { return status == KvmStatus::usable; }
};

/** Takes milliseconds where KVM is healthy, and at most five seconds. */
KvmProbe probe_kvm(const char *path = "/dev/kvm");

} /* namespace ktstr */
