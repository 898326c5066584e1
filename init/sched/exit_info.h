/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why the kernel let go of a BPF scheduler, read from what it printed and from what the scheduler's
 * own program printed. Pure: lines in, report out. Owned by the exit monitor, on PID 1's thread.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ktstr {

struct ExitReport {
	uint64_t kind = 0;   /* enum scx_exit_kind (kernel/sched/ext/internal.h); 0: not known */
	std::string name;    /* a word of init/sched/exit_kind.h; empty: nobody said anything */
	std::string reason;  /* scx_exit_reason()'s words, if the kernel spoke */
	std::string message; /* scx_exit_info.msg, or what the program printed; may be empty */
};

/** Whether @report is what a stop by SysRq-S or SIGTERM brings, or nobody said anything known. */
bool is_asked_for(const ExitReport &report);

constexpr size_t kMaxExitText = 4096; /* bytes kept of a reason, or of a message */

class ExitTracker {
public:
	/** A printk message, without its prefix. Looks for scx_log_sched_disable()'s lines. */
	void kernel_line(std::string_view line);
	/** A line of the scheduler's output. Looks for "EXIT: ..." (UEI_REPORT(), builtin.h). */
	void log_line(std::string_view line);

	/** The kernel has said that the root scheduler is disabled. */
	bool kernel_spoke() const { return !kernel_.reason.empty(); }
	/** The kernel's account, completed by the program's. */
	ExitReport report() const;
	/** Forgets what was seen: a new scheduler begins. */
	void reset() { *this = {}; }

private:
	std::string scheduler_; /* name in the kernel's line */
	ExitReport kernel_;
	ExitReport program_;
};

} /* namespace ktstr */
