/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which kernel is under test, and what is known about it before it boots: its image, configuration,
 * modules. Used by the coordinator's main thread at start; the result is immutable.
 */
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "harness/kernel/kernel_config.h"
#include "harness/options/settings.h"
#include "vmm/base/result.h"

namespace ktstr {

struct KernelPaths {
	std::string image;
	std::string config;  /* empty: none found beside it */
	std::string modules; /* lib/modules/VERSION; empty: none found */
};

/**
 * @choice is --kernel: a bzImage or vmlinux, a build directory or tree, "host", or empty, "tree",
 * "distro" and VERSION, which run_ktstr.sh has resolved into @settings.
 */
Result<KernelPaths> find_kernel(const std::string &choice, const Settings &settings);

/** A machine that the kernel was not built for. */
struct TooWide {
	const char *skip;   /* reason code */
	std::string detail; /* both numbers, for people */
};

struct KernelUnderTest {
	KernelPaths paths;
	std::string release;
	std::string sha256;
	std::optional<KernelConfig> config; /* none: nobody knows it */
	std::string config_source;	    /* a path, or "IKCONFIG" */
	std::string config_text;
	bool has_btf = false;
	bool btf_has_scx = false; /* its BTF names struct sched_ext_ops */

	/** The option that keeps @test from running; empty: nothing known does. */
	std::string missing_for(const Case &test) const;
	/** Nothing where it is wide enough, or nobody knows. */
	std::optional<TooWide> too_wide(const Topology &topology) const;
};

/** Reads the image (and unpacks it into the cache). Errors: unreadable, malformed. */
Result<KernelUnderTest> load_kernel_facts(const KernelPaths &paths, const std::string &cache_dir);

/** True if the string table of @btf (a .BTF section, untrusted) holds exactly @name. */
bool btf_names(std::span<const std::byte> btf, std::string_view name);

} /* namespace ktstr */
