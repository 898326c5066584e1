/* SPDX-License-Identifier: GPL-2.0 */
/* The list of declared cases, filled before main() by the declarations themselves. */
#include <algorithm>
#include <cctype>
#include <cstring>

#include "harness/scenario/case.h"
#include "harness/scenario/rules/registry.h"

namespace ktstr {

namespace {

/* A function, because statics of other files may register before ours are constructed. */
std::vector<const Case *> &registered()
{
	static std::vector<const Case *> cases;

	return cases;
}

/* The case has parts of a scenario, but no steps. */
bool lacks_steps(const Scenario &scenario)
{
	Scenario none;

	return scenario.empty() &&
	       (!scenario.backdrop.cgroups.empty() || !scenario.backdrop.ops.empty() ||
		scenario.checks != none.checks || scenario.duration_ms != none.duration_ms);
}

std::vector<const Case *> checked_cases()
{
	static std::deque<Baseline> baselines;
	std::vector<const Case *> cases = registered();
	Result<void> complete = complete_cases(cases, baselines);

	if (!complete) {
		fprintf(stderr, "ktstr: %s\n", complete.error().to_string().c_str());
		abort();
	}
	return cases;
}

} /* namespace */

bool is_case_name(std::string_view name)
{
	return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
		return isalnum(c) || (c && strchr("_.:-", c));
	});
}

Result<void> sort_cases(std::vector<const Case *> &cases)
{
	for (const Case *c : cases) {
		if (!c->name || !is_case_name(c->name))
			return format_error("a case has an empty or malformed name",
					    c->name ? c->name : "");
		if (!c->description || !*c->description)
			return format_error("a case has no description", c->name);
		if (c->body && !c->scenario.empty())
			return format_error("a case has both a body and a scenario", c->name);
		if (lacks_steps(c->scenario))
			return format_error("a case has a scenario without steps", c->name);
		if (Result<void> topology = check_topology(c->topology); !topology)
			return format_error("a case has an impossible topology",
					    std::string(c->name) + ": " +
						    topology.error().to_string());
	}
	std::sort(cases.begin(), cases.end(),
		  [](const Case *a, const Case *b) { return strcmp(a->name, b->name) < 0; });
	auto twin =
		std::adjacent_find(cases.begin(), cases.end(), [](const Case *a, const Case *b) {
			return strcmp(a->name, b->name) == 0;
		});
	if (twin != cases.end())
		return format_error("two cases have the same name", (*twin)->name);
	return {};
}

Result<void> complete_cases(std::vector<const Case *> &cases, std::deque<Baseline> &baselines)
{
	std::vector<const Case *> added;

	KTSTR_TRY(sort_cases(cases));
	for (const Case *c : cases) {
		if (!c->baseline)
			continue;
		if (c->scheduler.kind == CaseScheduler::none)
			return format_error("a case without a scheduler has a baseline", c->name);
		Baseline &baseline =
			baselines.emplace_back(Baseline{std::string(c->name) + ".eevdf", *c});
		baseline.test.name = baseline.name.c_str();
		baseline.test.scheduler = {};
		baseline.test.needs_scx = false;
		baseline.test.baseline = false;
		added.push_back(&baseline.test);
	}
	cases.insert(cases.end(), added.begin(), added.end());
	return sort_cases(cases);
}

CaseRegistration::CaseRegistration(const Case &c)
{
	registered().push_back(&c);
}

const std::vector<const Case *> &all_cases()
{
	static const std::vector<const Case *> cases = checked_cases();

	return cases;
}

const Case *find_case(std::string_view name)
{
	for (const Case *c : all_cases())
		if (name == c->name)
			return c;
	return nullptr;
}

const char *to_string(VerdictKind kind)
{
	switch (kind) {
	case VerdictKind::pass:
		return "pass";
	case VerdictKind::skip:
		return "skip";
	case VerdictKind::inconclusive:
		return "inconclusive";
	case VerdictKind::fail:
		return "fail";
	case VerdictKind::lost:
		return "lost";
	case VerdictKind::timeout:
		return "timeout";
	case VerdictKind::crash:
		return "crash";
	case VerdictKind::error:
		return "error";
	}
	return "unknown";
}

} /* namespace ktstr */
