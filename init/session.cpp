/* SPDX-License-Identifier: GPL-2.0 */
#include "init/session.h"

#include <sys/reboot.h>
#include <unistd.h>

#include <cerrno>

#include "harness/scenario/case.h"
#include "harness/scenario/json/json.h"
#include "harness/scenario/rules/merge_checks.h"
#include "harness/wire/waits.h"
#include "init/body/guest_body.h"
#include "init/cpu_bringup.h"
#include "init/mounts.h"
#include "init/port.h"
#include "init/priority.h"
#include "init/scenario/cgroup_fs.h"
#include "init/sched/kernel_features.h"
#include "init/sys.h"
#include "init/trace.h"
#include "init/x86/sleep_control.h"

namespace ktstr {

namespace {

constexpr uint32_t kHelloMs = 2000; /* for the host to answer HELLO */
constexpr uint64_t kForever = ~0ull;

} /* namespace */

void GuestSession::phase(Phase phase)
{
	records_.send_with(RecordType::phase, WirePhase{uint32_t(phase), 0});
}

void GuestSession::run()
{
	Result<void> connected = connect();
	Result<void> ran = connected ? run_phases() : std::move(connected);

	teardown();
	finish(ran ? nullptr : &ran.error());
}

Result<void> GuestSession::connect()
{
	take_init_priority();
	KTSTR_TRY(mount_essentials());
	std::string text = read_text(kJobPath, kMaxJobText).value_or("");
	Result<Job> job = parse_job(text);
	if (job) {
		job_ = std::move(job).value();
		KTSTR_TRY(load_modules(job_.modules));
	}
	/* Part of the boot: the host's window for that ends with HELLO. */
	Result<void> cpus;
	if (job_.cpus_come_late)
		cpus = bring_up_cpus(job_.topology, "/sys/devices/system/cpu");
	records_ = Records(KTSTR_TRY(
		open_records_port(boot_time_ns() + job_.time_scale.ns_of_ms(waits::kPortMs))));
	records_.send_with(RecordType::hello, WireHello{kWireVersion, 0});
	if (!job)
		return std::move(job.error());
	KTSTR_TRY(std::move(cpus));
	loop_.add(records_.port(), [this] { take_host_input(); });
	return {};
}

void GuestSession::take_host_input()
{
	std::byte buffer[512];
	ssize_t n = read(records_.port().get(), buffer, sizeof(buffer));

	if (n > 0)
		host_.feed(std::span(buffer, size_t(n)));
	for (const WireAnswer &answer : host_.take_answers())
		records_.send_with(RecordType::answer, answer);
	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return;
	/* The host's end is closed: until it opens again, writes wait for it. */
	loop_.remove(records_.port());
	host_closed_ = true;
}

/*
 * A write to the port returns once the device has the buffer, not once the host has read it
 * (port_fops_write()), and powering off resets the device. The host answers RESULT with a request
 * to stop, or ends the machine; a host that does neither has had time enough.
 */
void GuestSession::wait_until_read()
{
	if (!records_.connected() || host_.stop_requested())
		return;
	loop_.run_until(boot_time_ns() + job_.time_scale.ns_of_ms(waits::kReadMs),
			[this] { return host_.stop_requested() || host_closed_; });
}

Result<void> GuestSession::run_phases()
{
	phase(Phase::mounts);
	mount_optional();
	reaper_ = KTSTR_TRY(Reaper::create(loop_));
	phase(Phase::streams);
	KTSTR_TRY(start_streams());

	if (job_.scheduler.kind != SchedulerKind::none) {
		phase(Phase::scheduler);
		if (skip_for_missing_kfunc())
			return {};
		if (!KTSTR_TRY(start_scheduler()))
			return {};
	}
	phase(Phase::tracing);
	trace_ = start_tracing(loop_, records_);
	return run_job();
}

/* True if the case cannot run here: the host has been told, and this is its result. */
bool GuestSession::skip_for_missing_kfunc()
{
	const Case *c = job_.mode == JobMode::case_ ? find_case(job_.case_name) : nullptr;
	std::string missing = c ? missing_kfunc(c->needs_kfuncs) : "";

	if (missing.empty())
		return false;
	records_.send_text(RecordType::skip, missing);
	result_.kind = uint32_t(ResultKind::completed);
	return true;
}

Result<void> GuestSession::start_streams()
{
	kernel_log_ = std::make_unique<KernelLog>(loop_, records_);
	kernel_log_->start();
	send_file(records_, RecordType::kernel_config, "/proc/config.gz");
	return {};
}

Result<bool> GuestSession::start_scheduler()
{
	SchedulerHome home = {loop_, records_, *reaper_, *kernel_log_, scx_, job_.time_scale};

	scheduler_ = std::make_unique<SchedulerLife>(home, job_.scheduler);
	return scheduler_->start();
}

/* Nothing may pass that the host did not agree on the protocol for. */
Result<void> GuestSession::await_hello()
{
	loop_.run_until(boot_time_ns() + job_.time_scale.ns_of_ms(kHelloMs), [this] {
		return host_.greeted() || host_closed_ || !host_.error().empty();
	});
	if (!host_.error().empty())
		return format_error("record protocol", host_.error());
	if (!host_.greeted())
		return format_error("record protocol", "no HELLO from the host");
	return {};
}

Result<void> GuestSession::run_job()
{
	phase(Phase::case_);
	KTSTR_TRY(await_hello());
	records_.send(RecordType::case_starting);
	job_run_ = std::make_unique<JobRun>(loop_, records_, *reaper_, job_);
	KTSTR_TRY(job_run_->start());

	auto exited = [this] { return scheduler_ && scheduler_->exited(); };
	loop_.run_until(kForever,
			[&] { return exited() || job_run_->ended() || host_wants_end(); });
	if (exited())
		scheduler_->report_exit();
	bool job_ended = job_run_->ended();
	job_run_->finish(job_.time_scale.ns_of_ms(waits::kCaseGraceMs));
	/*
	 * After an executor that crashed: one that came to its end has left nothing, or told of it.
	 */
	if (!job_run_->failure().empty() &&
	    !clear_scenario_cgroups(boot_time_ns() + job_.time_scale.ns_of_ms(waits::kCgroupMs)))
		records_.send_text(RecordType::fatal, "the scenario's cgroups cannot be removed");
	/* Killing what is left of it takes a while, and may be what ends the scheduler. */
	if (exited())
		scheduler_->report_exit();
	if (!host_.error().empty())
		return format_error("record protocol", host_.error());
	if ((scheduler_ && scheduler_->exit_reported()) || !job_ended)
		return {};
	if (std::string failure = job_run_->failure(); !failure.empty())
		return format_error("case", failure);
	result_ = {uint32_t(ResultKind::completed), job_run_->exit_code(), job_run_->signal(), 0};
	return {};
}

void GuestSession::stop_scheduler()
{
	CheckSink send_check = [this](const CheckReport &report) {
		WireCheck wire = wire_check(report);

		records_.send_with(RecordType::check, wire,
				   report.name + std::string(1, '\0') + report.detail);
	};

	if (scheduler_->stop(asks_for_leftovers() ? send_check : CheckSink()) !=
	    SchedulerEnd::clean)
		result_.kind = uint32_t(ResultKind::failed);
}

bool GuestSession::asks_for_leftovers() const
{
	if (job_.scenario.empty())
		return false;
	Result<ScenarioCase> data = scenario_from_json(job_.scenario, job_.case_name);
	return data.ok() && merge_checks(project_checks(), data.value().scheduler.checks,
					 data.value().scenario.checks)
				    .nothing_left;
}

void GuestSession::teardown()
{
	phase(Phase::teardown);
	if (scheduler_)
		stop_scheduler();
	if (trace_)
		trace_->close();
	if (kernel_log_)
		kernel_log_->drain();
}

void GuestSession::finish(const Error *error)
{
	if (error) {
		records_.send_text(RecordType::fatal, error->to_string());
		if (!records_.connected())
			log_to_kernel(error->to_string());
		result_.kind = uint32_t(ResultKind::failed);
	}
	phase(Phase::result);
	records_.send_with(RecordType::result, result_);
	wait_until_read();
}

void power_off()
{
	sync();
	switch_machine_off();
	reboot(RB_POWER_OFF);
	/* No power-off in this kernel: a reset ends the machine as well. */
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

} /* namespace ktstr */
