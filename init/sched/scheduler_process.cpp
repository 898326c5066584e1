/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KTSTR_NO_BPF
#include "init/sched/scheduler_process.h"

#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "init/sched/exit_kind.h"
#include "init/sched/scheduler_object.h"

namespace ktstr {
namespace {

constexpr unsigned kPollMs = 50; /* delay until an exit or the end of a knob's time is noticed */

uint64_t now_ms()
{
	timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return uint64_t(now.tv_sec) * 1000 + now.tv_nsec / 1000000;
}

sigset_t stop_signals()
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	return set;
}

/* True if a stop signal arrived within the poll interval. */
bool poll_stop_signal()
{
	sigset_t set = stop_signals();
	timespec interval = {.tv_sec = 0, .tv_nsec = kPollMs * 1000000L};

	return sigtimedwait(&set, nullptr, &interval) > 0;
}

void panic_kernel()
{
	int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "c", 1) != 1)
		fprintf(stderr, "ktstr: cannot panic the kernel: %s\n", strerror(errno));
}

int fail(const Error &error)
{
	fprintf(stderr, "ktstr: %s\n", error.to_string().c_str());
	return 1;
}

int report_exit(const SchedulerObject &object)
{
	ScxExit exit = object.exit_info();

	fprintf(stderr, "EXIT: %s (%s) %s\n", exit_kind_name(exit.kind), exit.reason.c_str(),
		exit.message.c_str());
	return exit.kind >= kScxExitUnreg && exit.kind < kScxExitError ? 0 : 1;
}

/* Misbehaviour before anything is loaded. Returns the exit code if it ends the process. */
std::optional<int> misbehave_before_attach(const ProcessFaults &faults)
{
	if (faults.panic_before_attach)
		panic_kernel();
	if (faults.die_before_attach) {
		fprintf(stderr, "ktstr: dying before attaching, on request\n");
		return *faults.die_before_attach;
	}
	if (faults.never_attach) {
		fprintf(stderr, "ktstr: not attaching, on request\n");
		while (!poll_stop_signal())
			;
		return 0;
	}
	return std::nullopt;
}

} /* namespace */

Result<uint64_t> parse_number(const char *name, const char *text)
{
	char *end = nullptr;

	errno = 0;
	uint64_t value = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno)
		return format_error("knob needs a number", name);
	return value;
}

Result<bool> ProcessFaults::set(const char *name, const char *value)
{
	if (!strcmp(name, "panic-before-attach"))
		panic_before_attach = true;
	else if (!strcmp(name, "die-before-attach"))
		die_before_attach = int(KTSTR_TRY(parse_number(name, value)));
	else if (!strcmp(name, "never-attach"))
		never_attach = true;
	else if (!strcmp(name, "exit-after-ms"))
		exit_after_ms = KTSTR_TRY(parse_number(name, value));
	else if (!strcmp(name, "exit-code"))
		exit_code = int(KTSTR_TRY(parse_number(name, value)));
	else if (!strcmp(name, "leave-map"))
		leave_map = true;
	else
		return false;
	return true;
}

int run_scheduler_process(SchedulerObject &object, const ProcessFaults &faults)
{
	sigset_t set = stop_signals();

	if (faults.never_attach)
		sigprocmask(SIG_BLOCK, &set, nullptr);
	if (std::optional<int> code = misbehave_before_attach(faults))
		return *code;
	if (Result<void> loaded = object.load(); !loaded)
		return fail(loaded.error());
	if (Result<void> left = faults.leave_map ? object.leave_map() : Result<void>(); !left)
		return fail(left.error());
	sigprocmask(SIG_BLOCK, &set, nullptr);
	if (Result<void> attached = object.attach(); !attached)
		return fail(attached.error());
	fprintf(stderr, "ktstr: attached %s\n", object.ops_name());

	uint64_t end_ms = faults.exit_after_ms ? now_ms() + faults.exit_after_ms : UINT64_MAX;
	while (!object.exited() && !poll_stop_signal()) {
		if (now_ms() >= end_ms) {
			fprintf(stderr, "ktstr: exiting, on request\n");
			_exit(faults.exit_code);
		}
	}
	object.detach();
	return report_exit(object);
}

} /* namespace ktstr */
#endif
