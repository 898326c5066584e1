/* SPDX-License-Identifier: GPL-2.0 */
#include "init/job_run.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include <cstdlib>

#include "harness/scenario/case.h"
#include "harness/scenario/json/json.h"
#include "init/body/guest_body.h"
#include "init/body/link.h"
#include "init/scenario/execute.h"
#include "init/sched/scx_sysfs.h"
#include "init/sys.h"

namespace ktstr {

namespace {

constexpr char kShellConsole[] = "/dev/hvc0";

/*
 * A partial scheduler only has the tasks that ask for it. What a body in C++ spawns inherits the
 * class; workers of a scenario see to themselves (init/scenario/worker_start.cpp).
 */
void enter_partial_scheduler()
{
	const sched_param none = {};

	if (ScxSysfs().takes_only_ext() && sched_setscheduler(0, kSchedExt, &none) < 0)
		perror("ktstr: sched_setscheduler(SCHED_EXT) for the case");
}

[[noreturn]] void run_body(const std::function<void(GuestBody &)> &body, const Job &job)
{
	UniqueFd link(Reaper::kLinkFd);
	GuestBody guest(link, job);

	prctl(PR_SET_NAME, "ktstr-case");
	enter_partial_scheduler();
	body(guest);
	fflush(nullptr);
	_exit(EXIT_SUCCESS);
}

} /* namespace */

std::vector<std::string> find_shell()
{
	for (const char *path : {"/bin/sh", "/bin/bash", "/usr/bin/sh", "/usr/bin/bash"})
		if (access(path, X_OK) == 0)
			return {path};
	for (const char *path : {"/bin/busybox", "/usr/bin/busybox"})
		if (access(path, X_OK) == 0)
			return {path, "sh"};
	return {};
}

Result<void> JobRun::start()
{
	switch (job_.mode) {
	case JobMode::case_:
		return start_case();
	case JobMode::exec:
		return start_command();
	case JobMode::shell:
		return start_shell();
	}
	return format_error("unknown job mode");
}

Result<void> JobRun::spawn_piped(const UniqueFd *link, const std::function<void()> &body,
				 const char *directory)
{
	StreamPipe out = KTSTR_TRY(make_stream_pipe());
	StreamPipe err = KTSTR_TRY(make_stream_pipe());
	ChildSetup setup;

	setup.out = &out.writer;
	setup.err = &err.writer;
	setup.link = link;
	setup.directory = directory;
	child_ = KTSTR_TRY(reaper_.spawn(setup, body));
	out_ = std::make_unique<Stream>(loop_, records_, RecordType::out, std::move(out.reader));
	err_ = std::make_unique<Stream>(loop_, records_, RecordType::err, std::move(err.reader));
	return {};
}

Result<void> JobRun::start_case()
{
	if (!job_.scenario.empty()) {
		ScenarioCase scenario =
			KTSTR_TRY(scenario_from_json(job_.scenario, job_.case_name));

		return spawn_body([&](GuestBody &guest) {
			execute_scenario(scenario, job_, guest,
					 [&guest](RecordType type, std::string_view payload) {
						 guest.send(type, payload);
					 });
		});
	}
	const Case *c = find_case(job_.case_name);

	if (!c)
		return format_error("this init has no such case", job_.case_name);
	return c->body ? spawn_body(c->body) : Result<void>();
}

Result<void> JobRun::spawn_body(const std::function<void(GuestBody &)> &body)
{
	LinkPair link = KTSTR_TRY(make_link());
	KTSTR_TRY(spawn_piped(&link.sender, [&] { run_body(body, job_); }, "/"));
	link_ = std::move(link.receiver);
	loop_.add(link_, [this] {
		bool got = link_receive(link_, [this](RecordType type, std::string_view payload) {
			records_.send_text(type, payload);
		});

		/* Readable without a message: the body has ended. */
		if (!got)
			loop_.remove(link_);
	});
	return {};
}

Result<void> JobRun::start_command()
{
	std::vector<std::string> argv = find_shell();

	if (argv.empty())
		return format_error("no shell in the guest to run the command (looked for sh, "
				    "bash and busybox in /bin and /usr/bin)");
	argv.push_back("-c");
	argv.push_back(job_.command);
	return spawn_piped(nullptr, [&] { exec_or_exit(argv); }, job_.directory.c_str());
}

Result<void> JobRun::start_shell()
{
	std::vector<std::string> argv = find_shell();
	UniqueFd console(open(kShellConsole, O_RDWR | O_NOCTTY | O_CLOEXEC));
	ChildSetup setup;

	if (argv.empty())
		return format_error(
			"no shell in the guest (looked for sh, bash and busybox in /bin "
			"and /usr/bin)");
	if (!console.valid())
		return errno_error("open the shell's console", kShellConsole);
	setup.in = setup.out = setup.err = &console;
	setup.directory = job_.directory.c_str();
	argv.push_back("-i");
	child_ = KTSTR_TRY(reaper_.spawn(setup, [&] {
		/* The child already leads its session; the terminal gives it job control. */
		ioctl(STDIN_FILENO, TIOCSCTTY, 1);
		setenv("TERM", "linux", 0);
		exec_or_exit(argv);
	}));
	return {};
}

void JobRun::finish(uint64_t grace_ns)
{
	if (!child_)
		return;
	/* Spinners and whatever else the body left in its process group. */
	child_->kill_group(SIGKILL);
	loop_.run_until(boot_time_ns() + grace_ns, [this] {
		return child_->ended && (!out_ || (out_->ended() && err_->ended()));
	});
	if (link_.valid())
		while (link_receive(link_, [this](RecordType type, std::string_view payload) {
			records_.send_text(type, payload);
		}))
			;
	out_.reset();
	err_.reset();
}

int JobRun::exit_code() const
{
	if (job_.mode == JobMode::case_ || !child_)
		return 0;
	return child_->shell_code();
}

int JobRun::signal() const
{
	return job_.mode == JobMode::case_ || !child_ ? 0 : child_->signal;
}

std::string JobRun::failure() const
{
	if (job_.mode != JobMode::case_ || !child_)
		return {};
	if (child_->ended && child_->signal == 0 && child_->exit_code == 0)
		return {};
	return "the case body " + child_->describe();
}

} /* namespace ktstr */
