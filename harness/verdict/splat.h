/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Splat scan: finds the kernel's own words of distress in a guest's console and kernel log.
 * Pure, but for AllowList, which is filled once; any thread may then use it. The text is hostile:
 * user space may write anything to /dev/kmsg, and such lines do not count (see scan_splats()).
 */
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** In the order of weight: of several, the first named here decides the verdict. */
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

/** POSIX extended regexes, one a line; '#' begins a comment. A matching message is no splat. */
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
 * @console is the serial text: it alone has a panic's last lines. @kernel_log is raw /dev/kmsg
 * entries, whose facility tells the kernel's messages (0) from user space's (never 0, see
 * kernel/printk/printk.c devkmsg_write()). A console line whose time and text are those of a user
 * space entry is left out, so is one without a timestamp (written to the tty, not by printk).
 * Sorted by weight, then by appearance; duplicates of one message are merged.
 */
std::vector<Splat> scan_splats(std::string_view console, std::string_view kernel_log,
			       const AllowList &allowed);

} /* namespace ktstr */
