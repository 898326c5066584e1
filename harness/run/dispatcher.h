/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Dispatcher: runs a plan on N worker threads, each with its own Host, and reports outcomes in plan
 * order. The coordinator owns it and calls run() once, on its main thread; callbacks run under one
 * lock. An interrupt or the overall deadline kills running cases; every planned case still gets an
 * outcome.
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
	/** Called in plan order. */
	std::function<void(const Outcome &)> outcome;
	std::function<void(const std::string &)> note;
	/** For a progress line: how many cases have ended, and which one has just started. */
	std::function<void(size_t done, const std::string &name)> progress;
};

class Dispatcher {
public:
	Dispatcher(const RunContext &context, const std::vector<PlannedCase> &plan,
		   HostFactory make_host, DispatchCallbacks callbacks);
	~Dispatcher();

	/** Returns all outcomes. @clean is false if workers did not end in time and still run. */
	std::vector<Outcome> run(unsigned jobs, const EndSignals &signals, bool *clean);

private:
	struct State;

	std::shared_ptr<State> state_;
};

} /* namespace ktstr */
