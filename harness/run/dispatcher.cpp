/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/dispatcher.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "harness/run/case_runner.h"

namespace ktstr {

namespace {

using Clock = std::chrono::steady_clock;

/* After an interrupt: everything must end within a second. */
constexpr std::chrono::milliseconds kEndTime(600);
/* The first failure may be transient. */
constexpr unsigned kMaxStarts = 2;

} /* namespace */

/* Shared with the workers, which may outlive run() if a host does not end in time. */
struct Dispatcher::State {
	const RunContext &context;
	const std::vector<PlannedCase> &plan;
	HostFactory make_host;
	DispatchCallbacks callbacks;

	std::mutex lock;
	std::vector<std::optional<Outcome>> outcomes;
	size_t next = 0; /* index of the next case to run */
	size_t told = 0; /* number of outcomes reported */
	size_t done = 0;
	unsigned workers = 0;	 /* still running */
	std::string start_error; /* the last one */
	bool ending = false;
	bool closed = false;		 /* no more callbacks */
	std::vector<Host *> hosts;	 /* alive, for cancel() */
	std::set<std::string> pin_notes; /* already printed */
	UniqueFd changed;		 /* eventfd: a worker has ended */

	State(const RunContext &c, const std::vector<PlannedCase> &p, HostFactory h,
	      DispatchCallbacks b)
		: context(c), plan(p), make_host(std::move(h)), callbacks(std::move(b)),
		  outcomes(p.size()), changed(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
	{}

	void tell_in_order()
	{
		while (told < outcomes.size() && outcomes[told])
			callbacks.outcome(*outcomes[told++]);
	}

	void note(const std::string &text)
	{
		std::lock_guard guard(lock);

		if (closed || (text.starts_with(kPinNote) && !pin_notes.insert(text).second))
			return;
		callbacks.note(text);
	}

	void finish(size_t index, Outcome outcome)
	{
		std::lock_guard guard(lock);

		if (closed)
			return;
		ending = ending || (context.options.fail_fast && !outcome.verdict.ok());
		outcomes[index] = std::move(outcome);
		done++;
		tell_in_order();
	}

	/* The outcome of a case that will not run according to the plan. */
	std::optional<Outcome> planned_outcome(const PlannedCase &planned)
	{
		if (!planned.skip.empty())
			return unrun_outcome(context, planned, VerdictKind::skip, planned.skip, "");
		if (!planned.too_large.empty())
			return unrun_outcome(context, planned, VerdictKind::error, "host:memory",
					     planned.too_large);
		return {};
	}

	/*
	 * Whether a case is left to run. Settles the cases before it that will not run. Call with
	 * the lock held.
	 */
	bool settle_planned()
	{
		while (next < plan.size() && !ending) {
			std::optional<Outcome> outcome = planned_outcome(plan[next]);

			if (!outcome)
				return true;
			ending = context.options.fail_fast && !outcome->verdict.ok();
			outcomes[next++] = std::move(outcome);
			done++;
			tell_in_order();
		}
		return false;
	}

	bool case_left()
	{
		std::lock_guard guard(lock);

		return settle_planned();
	}

	std::optional<size_t> take()
	{
		std::lock_guard guard(lock);

		if (!settle_planned())
			return std::nullopt;
		callbacks.progress(done, plan[next].name);
		return next++;
	}

	std::unique_ptr<Host> start_host(unsigned *failures);
	void run_cases();
	void work();
	void interrupt();
	void give_up(const std::string &reason, const std::string &cause);
};

/* Starts this worker's host; nullptr: it gets none. */
std::unique_ptr<Host> Dispatcher::State::start_host(unsigned *failures)
{
	while (case_left() && *failures < kMaxStarts) {
		Result<std::unique_ptr<Host>> made = make_host();
		if (!made.ok()) {
			std::string error = made.error().to_string();

			(*failures)++;
			note("host does not start: " + error);
			std::lock_guard guard(lock);
			start_error = error;
			continue;
		}
		std::lock_guard guard(lock);

		hosts.push_back(made.value().get());
		if (closed || ending)
			made.value()->cancel();
		return std::move(made).value();
	}
	return nullptr;
}

/* Start the host first: a worker without a host must not take a case from the others. */
void Dispatcher::State::run_cases()
{
	unsigned failures = 0;
	std::unique_ptr<Host> host = start_host(&failures);

	if (!host)
		return;
	while (std::optional<size_t> index = take()) {
		Outcome outcome = run_case(context, plan[*index], *host,
					   [this](const std::string &text) { note(text); });

		/* Failed starts count as losses of the first case. */
		outcome.host_losses += failures;
		failures = 0;
		finish(*index, std::move(outcome));
	}
	std::lock_guard guard(lock);
	std::erase(hosts, host.get());
}

void Dispatcher::State::work()
{
	run_cases();
	std::lock_guard guard(lock);
	workers--;
	eventfd_write(changed.get(), 1);
}

void Dispatcher::State::interrupt()
{
	std::lock_guard guard(lock);

	ending = true;
	for (Host *host : hosts)
		host->cancel();
}

void Dispatcher::State::give_up(const std::string &reason, const std::string &cause)
{
	std::lock_guard guard(lock);

	closed = true;
	for (size_t i = 0; i < outcomes.size(); i++) {
		if (!outcomes[i])
			outcomes[i] = planned_outcome(plan[i]);
		if (!outcomes[i])
			outcomes[i] =
				unrun_outcome(context, plan[i], VerdictKind::error, reason, cause);
	}
	tell_in_order();
}

Dispatcher::Dispatcher(const RunContext &context, const std::vector<PlannedCase> &plan,
		       HostFactory make_host, DispatchCallbacks callbacks)
	: state_(std::make_shared<State>(context, plan, std::move(make_host), std::move(callbacks)))
{}

Dispatcher::~Dispatcher() = default;

std::vector<Outcome> Dispatcher::run(unsigned jobs, const EndSignals &signals, bool *clean)
{
	State &state = *state_;
	std::string reason = "host:not-run", cause = "an earlier case failed (--fail-fast)";
	Clock::time_point give_up_at = Clock::time_point::max();
	std::vector<std::thread> threads;

	state.workers = jobs;
	for (unsigned i = 0; i < jobs; i++)
		threads.emplace_back([shared = state_] { shared->work(); });

	for (bool interrupted = false;;) {
		{
			std::lock_guard guard(state.lock);

			if (!state.workers)
				break;
		}
		Clock::time_point now = Clock::now();
		if (now >= give_up_at)
			break;
		if (!interrupted && (signals.seen() || now >= state.context.settings.deadline)) {
			interrupted = true;
			give_up_at = now + kEndTime;
			reason = signals.seen() ? "host:interrupted" : "host:suite-deadline";
			cause = signals.seen() ? "interrupted by a signal"
					       : "kselftest's timeout for the whole suite is near";
			state.interrupt();
		}
		/* Signals end the poll at once; the deadline may be noticed 100 ms late. */
		pollfd fds[] = {{state.changed.get(), POLLIN, 0},
				{interrupted ? -1 : signals.fd().get(), POLLIN, 0}};
		poll(fds, 2, 100);
		eventfd_t value;
		eventfd_read(state.changed.get(), &value);
	}
	{
		std::lock_guard guard(state.lock);

		/* If nothing ended the run early, a case is left only because no host started. */
		if (!state.ending) {
			reason = "host:no-host";
			cause = "no host started: " + state.start_error;
		}
	}
	state.give_up(reason, cause);

	std::lock_guard guard(state.lock);
	*clean = state.workers == 0;
	for (std::thread &thread : threads) {
		if (*clean)
			thread.join();
		else
			thread.detach();
	}
	std::vector<Outcome> all;
	for (std::optional<Outcome> &outcome : state.outcomes)
		all.push_back(*outcome);
	return all;
}

} /* namespace ktstr */
