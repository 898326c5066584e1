/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Gate: decides whether a scheduler attached. Pure: observations go in, in the order they were
 * made, and the outcome comes out, once. init/sched/attach.h does the I/O.
 */
#pragma once

#include <cstdint>
#include <string>

#include "init/sched/scx_sysfs.h"

namespace ktstr {

enum class GateOutcome {
	pending,
	attached,
	died,	      /* the process ended before it attached */
	timed_out,    /* alive, but not attached within the window */
	sysfs_absent, /* this kernel has no /sys/kernel/sched_ext */
};

struct GateConfig {
	std::string expected_ops; /* root/ops must match; empty: any */
	uint64_t window_ns = 0;	  /* from the spawn */
};

class Gate {
public:
	/** @before was taken before the spawn at @spawned_ns. */
	Gate(GateConfig config, const ScxSnapshot &before, uint64_t spawned_ns);

	/**
	 * Report a death before a snapshot taken after it: what the dead process enabled does not
	 * count.
	 */
	void process_ended(uint64_t now_ns);
	void observe(const ScxSnapshot &snapshot, uint64_t now_ns);

	GateOutcome outcome() const { return outcome_; }
	/** Time from the spawn to the outcome. */
	uint64_t elapsed_ns() const { return decided_ns_ - spawned_ns_; }
	uint64_t deadline_ns() const { return spawned_ns_ + config_.window_ns; }
	const ScxSnapshot &before() const { return before_; }
	const ScxSnapshot &last() const { return last_; }
	/**
	 * Which part of the proof the last snapshot lacks, for the user; empty if it is complete.
	 */
	std::string missing() const;

private:
	void decide(GateOutcome outcome, uint64_t now_ns);

	GateConfig config_;
	ScxSnapshot before_;
	ScxSnapshot last_;
	uint64_t spawned_ns_;
	uint64_t decided_ns_;
	GateOutcome outcome_ = GateOutcome::pending;
};

} /* namespace ktstr */
