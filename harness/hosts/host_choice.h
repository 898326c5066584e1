/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Chooses where VMs run: on this machine's KVM if it really works, else in emulated hosts, else
 * nowhere, with the reason. The coordinator's main thread calls it; any thread may call the
 * factory.
 */
#pragma once

#include <string>

#include "harness/hosts/host.h"
#include "harness/options/cli.h"
#include "harness/options/settings.h"

namespace ktstr {

struct ChosenHost {
	std::string kind;	 /* "kvm", "tcg"; empty: none */
	std::string skip_reason; /* if none: kvm-absent, kvm-denied, kvm-unusable */
	std::vector<std::string>
		notes; /* for the user: why KVM was not chosen, and what would fix it */
};

ChosenHost choose_host(HostChoice wanted, const Settings &settings);

/** What this machine lacks for an emulated host, one sentence each; empty: nothing. */
std::vector<std::string> emulated_host_lacks(const Settings &settings);

/**
 * Factory for hosts of @kind that share the folders of one run. The hosts are not started. @kernel:
 * image under test.
 */
HostFactory host_factory(const std::string &kind, const Settings &settings,
			 const std::string &kernel, const std::string &out_dir);

/** Wraps @make so that it starts each host. */
HostFactory started(HostFactory make);

/** CPUs that this process may run on. */
unsigned usable_cpus();

/** Most memory that a machine on a host of @kind can have. */
uint64_t host_memory_mib(const std::string &kind);

/** Number of VMs of @memory_mib each to run in parallel. */
unsigned default_jobs(const std::string &kind, uint64_t memory_mib);

} /* namespace ktstr */
