/* SPDX-License-Identifier: GPL-2.0 */
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <optional>

#include "harness/hosts/emulated/agent_image.h"
#include "harness/hosts/emulated/qemu.h"
#include "harness/hosts/emulated/remote_session.h"
#include "harness/hosts/host.h"
#include "harness/placement/host_topology.h"

namespace ktstr {

namespace {

/* Booting takes about 10 s on an idle machine. */
constexpr std::chrono::seconds kBootTime(180);

std::atomic<unsigned> hosts_lost = 0;
std::atomic<unsigned> boots = 0;
std::atomic<unsigned> hosts_made = 0;

class EmulatedHost final : public Host {
public:
	EmulatedHost(EmulatedHostConfig config, UniqueFd image, UniqueFd cancel, unsigned cpu)
		: config_(std::move(config)), image_(std::move(image)),
		  cancel_fd_(std::move(cancel)), cpu_(cpu)
	{}

	const char *kind() const override { return "tcg"; }
	Result<void> start() override;
	CommandResult run(const Command &command, CommandOutput &output) override;
	void cancel() override
	{
		cancelled_.store(true);
		/* Nobody reads it, so it stays readable for every later poll(). */
		eventfd_write(cancel_fd_.get(), 1);
	}

private:
	Result<void> boot();
	void discard();

	EmulatedHostConfig config_;
	UniqueFd image_;
	UniqueFd cancel_fd_;
	const unsigned cpu_;
	std::atomic<bool> cancelled_ = false;
	std::string log_prefix_;
	std::unique_ptr<Qemu> qemu_;
	std::optional<RemoteSession> session_; /* refers to *qemu_ */
};

Result<void> EmulatedHost::boot()
{
	discard();
	log_prefix_ = config_.log_dir + "/emulated-host-" + std::to_string(++boots);
	qemu_ = KTSTR_TRY(Qemu::start(config_, image_, log_prefix_, cpu_));
	Qemu *qemu = qemu_.get();
	session_.emplace(SessionEnds{qemu->control(), qemu->heartbeat(), qemu->ended(), cancel_fd_,
				     [qemu] { return qemu->cpu_time(); }});
	Result<std::string> problem =
		session_->wait_ready(std::chrono::steady_clock::now() + kBootTime);
	if (!problem || !problem.value().empty())
		discard();
	if (!problem)
		return Error{problem.error().code, problem.error().what,
			     problem.error().detail + " (see " + log_prefix_ + ".console)"};
	if (!problem.value().empty())
		return format_error("no KVM in the emulated host", problem.value());
	return {};
}

void EmulatedHost::discard()
{
	session_.reset();
	qemu_.reset();
}

Result<void> EmulatedHost::start()
{
	if (cancelled_.load())
		return Error{ECANCELED, "start emulated host", {}};
	return session_ ? Result<void>() : boot();
}

CommandResult EmulatedHost::run(const Command &command, CommandOutput &output)
{
	if (cancelled_.load())
		return {CommandResult::cancelled, 0, {}};
	if (!session_) {
		Result<void> booted = boot();
		if (cancelled_.load())
			return {CommandResult::cancelled, 0, {}};
		if (!booted) {
			hosts_lost++;
			return {CommandResult::host_lost, 0, booted.error().to_string()};
		}
	}
	CommandResult result = session_->run(command, output);
	if (result.kind == CommandResult::host_lost) {
		hosts_lost++;
		if (session_->loss() == HostLoss::frozen)
			qemu_->record_state(log_prefix_ + ".freeze");
		result.detail += " (see " + log_prefix_ + ".*)";
	}
	/* A command that was cut off may still run inside. */
	if (result.kind == CommandResult::host_lost || result.kind == CommandResult::cancelled)
		discard();
	return result;
}

} /* namespace */

Result<std::unique_ptr<Host>> make_emulated_host(const EmulatedHostConfig &config)
{
	EmulatedHostConfig ordered = config;
	ordered.folders = mount_order(std::move(ordered.folders));
	UniqueFd image = KTSTR_TRY(build_agent_image(ordered));
	UniqueFd cancel(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	if (!cancel.valid())
		return errno_error("eventfd");
	/*
	 * Round-robin. The PID selects the first CPU, because another run on this machine does the
	 * same.
	 */
	std::vector<unsigned> cpus = KTSTR_TRY(allowed_cpus());
	unsigned cpu = cpus[(unsigned(getpid()) + hosts_made++) % cpus.size()];
	return std::unique_ptr<Host>(std::make_unique<EmulatedHost>(
		std::move(ordered), std::move(image), std::move(cancel), cpu));
}

unsigned emulated_hosts_lost()
{
	return hosts_lost.load();
}

} /* namespace ktstr */
