/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Dispatcher: a plan over N worker threads, each with a Host of its own, and outcomes in the order
 * of the plan. Owned by the coordinator; run() is called once, from its main thread, and calls
 * back under one lock. An interrupt or the overall deadline kills what runs; every planned case
 * gets its outcome all the same.
 */
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/base/signals.h"
#include "harness/hosts/host.h"
#include "harness/plan/plan.h"
#include "harness/report/outcome.h"
#include "harness/run/run_context.h"

namespace ktstr {

struct DispatchCallbacks {
	/** In the order of the plan. */
	std::function<void(const Outcome &)> outcome;
	std::function<void(const std::string &)> note;
	/** For a progress line: what has ended, and what has just begun. */
	std::function<void(size_t done, const std::string &name)> progress;
};

class Dispatcher {
public:
	Dispatcher(const RunContext &context, const std::vector<PlannedCase> &plan,
		   HostFactory make_host, DispatchCallbacks callbacks);
	~Dispatcher();

	/** Returns all outcomes. False in @clean: workers did not end in time, and still run. */
	std::vector<Outcome> run(unsigned jobs, const EndSignals &signals, bool *clean);

private:
	struct State;

	std::shared_ptr<State> state_;
};

} /* namespace ktstr */
