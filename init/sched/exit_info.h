/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why the kernel disabled a BPF scheduler, from what the kernel and the scheduler's own program
 * printed. Pure: lines in, report out. The exit monitor owns it, on PID 1's thread.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ktstr {

struct ExitReport {
	uint64_t kind = 0;   /* enum scx_exit_kind (kernel/sched/ext/internal.h); 0: unknown */
	std::string name;    /* a word from init/sched/exit_kind.h; empty: nothing was reported */
	std::string reason;  /* scx_exit_reason() text, if the kernel printed it */
	std::string message; /* scx_exit_info.msg, or what the program printed; may be empty */
};

/** Whether @report is the result of SysRq-S or SIGTERM, or contains nothing known. */
bool is_asked_for(const ExitReport &report);

constexpr size_t kMaxExitText = 4096; /* bytes kept of a reason or a message */

class ExitTracker {
public:
	/** A printk message without its prefix. Recognises the lines of scx_log_sched_disable(). */
	void kernel_line(std::string_view line);
	/** A line of the scheduler's output. Recognises "EXIT: ..." (UEI_REPORT(), builtin.h). */
	void log_line(std::string_view line);

	/** The kernel has reported that the root scheduler is disabled. */
	bool kernel_spoke() const { return !kernel_.reason.empty(); }
	/** The kernel's report, completed by the program's. */
	ExitReport report() const;
	/** Forgets everything: a new scheduler starts. */
	void reset() { *this = {}; }

private:
	std::string scheduler_; /* name in the kernel's message */
	ExitReport kernel_;
	ExitReport program_;
};

} /* namespace ktstr */
