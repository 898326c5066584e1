/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Splat scan: finds the kernel's error reports in a guest's console and kernel log. Pure functions;
 * any thread may use a filled AllowList. The text is hostile: user space may write anything to
 * /dev/kmsg, and such lines do not count (see scan_splats()).
 */
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** By severity: of several splats, the class listed first decides the verdict. */
enum class SplatClass {
	panic,
	kasan,
	oops,
	bug,
	lockdep,
	soft_lockup,
	hung_task,
	rcu_stall,
	workqueue,
	ubsan,
	warn,
};

/** "kernel-panic" for panic, else "kernel-splat:<class>". */
std::string splat_reason(SplatClass splat);

struct Splat {
	SplatClass type;
	std::string line; /* the message, without its timestamp */
};

/** POSIX extended regexes, one per line; '#' starts a comment. A matching message is no splat. */
class AllowList {
public:
	AllowList();
	AllowList(AllowList &&) noexcept;
	AllowList &operator=(AllowList &&) noexcept;
	~AllowList();
	static Result<AllowList> parse(std::string_view text);
	bool allows(const std::string &line) const;

private:
	struct Patterns;
	std::unique_ptr<Patterns> patterns_;
};

/**
 * @console is the serial output; only it has a panic's last lines. @kernel_log holds raw /dev/kmsg
 * entries: facility 0 is the kernel, user space never gets 0 (kernel/printk/printk.c
 * devkmsg_write()). A console line with the time and text of a user space entry does not count, nor
 * does one without a timestamp (written to the tty, not by printk). The result is sorted by
 * severity, then by appearance; duplicates are merged.
 */
std::vector<Splat> scan_splats(std::string_view console, std::string_view kernel_log,
			       const AllowList &allowed);

} /* namespace ktstr */
