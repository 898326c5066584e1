/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/gather_evidence.h"

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "vmm/machine.h"

namespace ktstr {

namespace {

constexpr uint64_t kMaxFile = 64u << 20; /* bytes; a session's files are smaller */

/* Of a session that did not end by itself, "<what>" of reason code host:<what>; else empty. */
const char *broken_by(CommandResult::Kind kind)
{
	switch (kind) {
	case CommandResult::host_lost:
		return "emulated-host-lost";
	case CommandResult::cancelled:
		return "interrupted";
	case CommandResult::overdue:
		return "session-overdue";
	case CommandResult::not_started:
		return "session-not-started";
	case CommandResult::signalled:
		return "session-died";
	case CommandResult::exited:
		break;
	}
	return "";
}

/* What the session itself says. */
void add_session(Evidence *evidence, SessionResult session)
{
	evidence->session = std::move(session);
	/* Failures that were stored still count; for a pass, a dropped record may be a failure. */
	if (evidence->session.dropped_facts)
		evidence->checks.push_back({CheckStatus::no_data, "records",
					    std::to_string(evidence->session.dropped_facts) +
						    " records did not fit and were dropped",
					    0, 0, ""});
	if (!evidence->session.error.empty()) {
		evidence->host_error = evidence->session.error_reason.empty()
					       ? "machine"
					       : evidence->session.error_reason;
		evidence->host_detail = evidence->session.error + "\n" + evidence->host_detail;
	} else if (evidence->session.machine_exit == to_string(MachineExit::internal_error)) {
		evidence->host_error = "kvm-internal-error";
		evidence->host_detail = evidence->session.machine_detail;
	}
}

} /* namespace */

Evidence gather_evidence(const std::string &folder, const CommandResult &end,
			 const std::string &session_errors, const AllowList &allowed)
{
	Evidence evidence;
	Result<std::string> console = read_file(folder + "/" + kConsoleFile, kMaxFile);
	Result<std::string> records = read_file(folder + "/" + kRecordsFile, kMaxFile);
	Result<std::string> text = read_file(folder + "/" + kResultFile, kMaxFile);

	if (console.ok())
		evidence.console = std::move(console).value();
	if (records.ok())
		add_records(&evidence, as_bytes(records.value()));
	evidence.splats = scan_splats(evidence.console, evidence.kernel_log, allowed);

	evidence.host_error = broken_by(end.kind);
	evidence.host_detail = end.detail + (end.detail.empty() ? "" : "\n") + session_errors;
	if (end.kind == CommandResult::signalled)
		evidence.host_detail =
			"signal " + std::to_string(end.code) + "\n" + evidence.host_detail;
	if (!evidence.host_error.empty())
		return evidence;

	Result<SessionResult> result = text.ok() ? parse_session_result(text.value())
						 : Result<SessionResult>(text.error());
	/* A failed session may still have left a result, with other files missing. */
	if (end.code != 0 || !result.ok() ||
	    (result.value().error.empty() && result.value().machine_exit.empty())) {
		evidence.host_error = "session-failed";
		if (end.code != 0)
			evidence.host_detail = "exit code " + std::to_string(end.code) + "\n" +
					       evidence.host_detail;
		else if (!result.ok())
			evidence.host_detail =
				result.error().to_string() + "\n" + evidence.host_detail;
		return evidence;
	}
	add_session(&evidence, std::move(result).value());
	return evidence;
}

} /* namespace ktstr */
