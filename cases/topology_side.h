/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TopologySide: one check made of many comparisons; its detail names the first that fails. Local to
 * the function that reports the check; inside the guest, one thread.
 */
#pragma once

#include <string>

#include "cases/topology_view.h"
#include "harness/scenario/guest.h"

namespace ktstr {

class TopologySide {
public:
	TopologySide(Guest &guest, const char *name) : guest_(guest), name_(name) {}

	/** Compares the value found at @where. */
	void same(const std::string &where, const std::string &got, const std::string &want);
	void same(const std::string &where, uint64_t got, uint64_t want);
	/** Compares the contents of a file; one that cannot be read is a difference. */
	void file(const std::string &path, const std::string &want);
	void list_file(const std::string &path, const CpuSet &want);

	std::string read(const std::string &path) { return guest_.read_file(path.c_str()); }

	/**
	 * The kernel does not show @what at all: unless something differs, the check has no data.
	 */
	void lacks(const std::string &what) { lacking_ = what; }

	/** Reports the check; without any comparison it has no data. */
	void report();

private:
	Guest &guest_;
	const char *name_;
	unsigned compared_ = 0;
	unsigned differences_ = 0;
	std::string first_;
	std::string lacking_;
};

} /* namespace ktstr */
