/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where VMs run: on this machine's KVM if it really works, else in emulated hosts, else nowhere,
 * with the reason. Called by the coordinator's main thread; the factory from any thread.
 */
#pragma once

#include <string>

#include "harness/hosts/host.h"
#include "harness/options/cli.h"
#include "harness/options/settings.h"

namespace ktstr {

struct ChosenHost {
	std::string kind;		/* "kvm", "tcg"; empty: none */
	std::string skip_reason;	/* where none: kvm-absent, kvm-denied, kvm-unusable */
	std::vector<std::string> notes; /* why not KVM, what would help; for people */
};

ChosenHost choose_host(HostChoice wanted, const Settings &settings);

/** What an emulated host lacks on this machine, one sentence each; empty: nothing. */
std::vector<std::string> emulated_host_lacks(const Settings &settings);

/**
 * Factory for hosts of @kind, not started, that see the folders of one run. @kernel: the image
 * under test.
 */
HostFactory host_factory(const std::string &kind, const Settings &settings,
			 const std::string &kernel, const std::string &out_dir);

/** Hosts of @make, started. */
HostFactory started(HostFactory make);

/** CPUs that this process may run on. */
unsigned usable_cpus();

/** What a machine on a host of @kind can have at most. */
uint64_t host_memory_mib(const std::string &kind);

/** How many at a time, for VMs of @memory_mib each. */
unsigned default_jobs(const std::string &kind, uint64_t memory_mib);

} /* namespace ktstr */
