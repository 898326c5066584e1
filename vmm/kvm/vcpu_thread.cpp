/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/vcpu_thread.h"

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstring>

#include "vmm/placement.h"

namespace ktstr {

namespace {

int kick_signal()
{
	return SIGRTMIN;
}

} /* namespace */

Result<void> VcpuThread::install_kick_signal()
{
	/* The handler is empty: taking the signal is what ends KVM_RUN. */
	struct sigaction action = {};
	action.sa_handler = [](int) {};
	sigemptyset(&action.sa_mask);
	if (sigaction(kick_signal(), &action, nullptr))
		return errno_error("sigaction for vCPU kicks");
	return {};
}

VcpuThread::~VcpuThread()
{
	request_stop();
	join();
}

void VcpuThread::start(std::latch &gate)
{
	/* The owner's threads handle every other signal. */
	sigset_t blocked, old;
	sigfillset(&blocked);
	sigdelset(&blocked, kick_signal());
	pthread_sigmask(SIG_SETMASK, &blocked, &old);
	thread_ = std::thread([this, &gate] {
		gate.wait();
		run();
	});
	pthread_sigmask(SIG_SETMASK, &old, nullptr);
}

void VcpuThread::request_stop()
{
	/*
	 * A signal that arrives just before KVM_RUN would be lost, hence immediate_exit: KVM_RUN
	 * checks it after the last point at which a signal could be missed
	 * (Documentation/virt/kvm/api.rst).
	 */
	stopping_.store(true);
	vcpu_.request_exit();
	if (thread_.joinable())
		pthread_kill(thread_.native_handle(), kick_signal());
}

void VcpuThread::join()
{
	if (thread_.joinable())
		thread_.join();
}

std::chrono::nanoseconds VcpuThread::cpu_time() const
{
	clockid_t clock;
	timespec time = {};

	if (!thread_.joinable() ||
	    pthread_getcpuclockid(const_cast<std::thread &>(thread_).native_handle(), &clock) ||
	    clock_gettime(clock, &time))
		return {};
	return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

bool VcpuThread::set_nice(int nice)
{
	nice_wanted_.store(nice);
	if (nice_.load() == nice)
		return true;
	if (thread_.joinable())
		pthread_kill(thread_.native_handle(), kick_signal());
	return false;
}

void VcpuThread::take_nice()
{
	int wanted = nice_wanted_.load();

	if (wanted == nice_.load())
		return;
	/*
	 * 0 is the calling thread, the only one that a confined process may change. Failure is not
	 * retried: it only costs time, and BootShare only starts if it may restore the priority.
	 */
	(void)setpriority(PRIO_PROCESS, 0, wanted);
	nice_.store(wanted);
}

std::string VcpuThread::pin_problem() const
{
	int error = pin_error_.load();

	if (!error)
		return {};
	return "vCPU " + std::to_string(vcpu_.index()) + " is not on host CPU " +
	       std::to_string(*context_.host_cpu) + ": " + strerror(error);
}

void VcpuThread::run()
{
	char name[16];
	snprintf(name, sizeof(name), "vcpu%u", vcpu_.index());
	pthread_setname_np(pthread_self(), name);
	/* The thread pins itself: its creator is confined and may not move other threads. */
	if (context_.host_cpu) {
		Result<void> pinned = pin_this_thread(*context_.host_cpu);
		pin_error_.store(pinned.ok() ? 0 : pinned.error().code);
	}
	context_.entering();
	while (!stopping_.load()) {
		take_nice();
		int error = vcpu_.run();
		if (error == EINTR || error == EAGAIN)
			continue;
		if (error) {
			std::string detail = std::string("KVM_RUN: ") + strerror(error) + ": ";
			context_.ended(MachineExit::internal_error, detail + vcpu_.describe());
			return;
		}
		if (!handle_exit())
			return;
	}
}

bool VcpuThread::handle_exit()
{
	switch (vcpu_.state().exit_reason) {
	case KVM_EXIT_IO:
		handle_io();
		return true;
	case KVM_EXIT_MMIO:
		handle_mmio();
		return true;
	case KVM_EXIT_IRQ_WINDOW_OPEN:
	case KVM_EXIT_INTR:
	case KVM_EXIT_IOAPIC_EOI: /* inputs are edge-triggered, so nothing waits for the EOI */
		return true;
	case KVM_EXIT_SHUTDOWN:
		context_.ended(MachineExit::triple_fault, vcpu_.describe());
		return false;
	default:
		fail("unexpected exit");
		return false;
	}
}

void VcpuThread::handle_io()
{
	kvm_run &run = vcpu_.state();
	size_t size = run.io.size;
	std::byte *data = reinterpret_cast<std::byte *>(&run) + run.io.data_offset;
	for (uint32_t i = 0; i < run.io.count; i++, data += size) {
		if (run.io.direction == KVM_EXIT_IO_IN)
			context_.ports.read(run.io.port, std::span(data, size));
		else
			context_.ports.write(run.io.port, std::span<const std::byte>(data, size));
	}
}

void VcpuThread::handle_mmio()
{
	kvm_run &run = vcpu_.state();
	size_t size = std::min<size_t>(run.mmio.len, sizeof(run.mmio.data));
	if (!size)
		return;
	std::byte *data = reinterpret_cast<std::byte *>(run.mmio.data);
	if (run.mmio.is_write)
		context_.mmio.write(run.mmio.phys_addr, std::span<const std::byte>(data, size));
	else
		context_.mmio.read(run.mmio.phys_addr, std::span(data, size));
}

void VcpuThread::fail(const char *what)
{
	kvm_run &run = vcpu_.state();
	char text[128];
	if (run.exit_reason == KVM_EXIT_INTERNAL_ERROR)
		snprintf(text, sizeof(text),
			 "KVM_EXIT_INTERNAL_ERROR suberror %u data %#llx %#llx: ",
			 run.internal.suberror, run.internal.data[0], run.internal.data[1]);
	else if (run.exit_reason == KVM_EXIT_FAIL_ENTRY)
		snprintf(text, sizeof(text), "KVM_EXIT_FAIL_ENTRY reason %#llx: ",
			 run.fail_entry.hardware_entry_failure_reason);
	else
		snprintf(text, sizeof(text), "%s %u: ", what, run.exit_reason);
	context_.ended(MachineExit::internal_error, text + vcpu_.describe());
}

} /* namespace ktstr */
