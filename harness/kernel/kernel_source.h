/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finds the kernel under test and what is known about it before it boots: image, configuration,
 * modules. The coordinator's main thread uses it at start; the result is immutable.
 */
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "harness/kernel/kernel_config.h"
#include "harness/kernel/known_kernels.h"
#include "harness/options/settings.h"
#include "vmm/base/result.h"

namespace ktstr {

/**
 * @choice is --kernel: a bzImage or vmlinux, a build directory or tree; "host"; "tree", what the
 * tree around us has built; "distro" or VERSION, the newest such kernel of this machine; empty:
 * KTSTR_KERNEL, else the tree's, else the newest one with sched_ext.
 */
Result<KernelPaths> find_kernel(const std::string &choice, const Settings &settings);

/** A machine with more CPUs or nodes than the kernel was built for. */
struct TooWide {
	const char *skip;   /* reason code */
	std::string detail; /* for the user; contains both numbers */
};

struct KernelUnderTest {
	KernelPaths paths;
	std::string release;
	std::string sha256;
	std::optional<KernelConfig> config; /* nullopt: unknown */
	std::string config_source;	    /* a path, or "IKCONFIG" */
	std::string config_text;
	bool has_btf = false;
	bool btf_has_scx = false; /* BTF names struct sched_ext_ops */

	/** An option that @test needs and this kernel lacks; empty: none known. */
	std::string missing_for(const Case &test) const;
	/**
	 * For /boot/config-RELEASE in the guest, where libbpf looks for the values of
	 * __kconfig externs and gives up if there is no file (libbpf.c,
	 * bpf_object__read_kconfig_file()). If the configuration is unknown: what the image tells,
	 * below a comment that says so.
	 */
	std::string guest_config() const;
	/** nullopt: the kernel is wide enough, or its limits are unknown. */
	std::optional<TooWide> too_wide(const Topology &topology) const;
};

/** Reads the image and unpacks it into the cache. Errors: unreadable, malformed. */
Result<KernelUnderTest> load_kernel_facts(const KernelPaths &paths, const std::string &cache_dir);

/** Whether the string table of @btf (a .BTF section, untrusted) contains exactly @name. */
bool btf_names(std::span<const std::byte> btf, std::string_view name);

} /* namespace ktstr */
