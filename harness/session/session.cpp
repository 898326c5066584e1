/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

#include <thread>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/placement/place_machine.h"
#include "harness/plan/machine_topology.h"
#include "harness/session/session_files.h"
#include "harness/session/session_output.h"
#include "harness/session/session_watch.h"
#include "vmm/confine.h"

namespace ktstr {

namespace {

using Clock = SessionOutput::Clock;
using std::chrono::milliseconds;

/* Interval at which output is written and deadlines are checked. */
constexpr milliseconds kTick(20);

uint64_t since(Clock::time_point begin, Clock::time_point when)
{
	if (when <= begin)
		return 0;
	return uint64_t(std::chrono::ceil<milliseconds>(when - begin).count());
}

/* Each vCPU is a file; the usual soft limit is 1024. A hard limit that is too low fails later. */
void raise_file_limit()
{
	rlimit limit = {};

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* Forwards standard input to the interactive port while the object lives. */
class InputBridge {
public:
	InputBridge(Machine &machine, bool wanted) : machine_(machine)
	{
		if (!wanted)
			return;
		end_.reset(eventfd(0, EFD_CLOEXEC));
		thread_ = std::thread([this] { pump(); });
	}
	~InputBridge()
	{
		if (!thread_.joinable())
			return;
		eventfd_write(end_.get(), 1);
		thread_.join();
	}

private:
	void pump()
	{
		std::byte buffer[4096];

		for (;;) {
			pollfd fds[] = {{STDIN_FILENO, POLLIN, 0}, {end_.get(), POLLIN, 0}};

			if (poll(fds, 2, -1) < 0 && errno != EINTR)
				return;
			if (fds[1].revents)
				return;
			if (!fds[0].revents)
				continue;
			ssize_t n = ::read(STDIN_FILENO, buffer, sizeof(buffer));
			if (n <= 0 || !deliver(std::span(buffer, size_t(n))))
				return;
		}
	}

	/* Waits for a guest that reads slowly. False if the bridge must end. */
	bool deliver(std::span<const std::byte> bytes)
	{
		while (!machine_.port_input(ConsolePort::interactive, bytes)) {
			pollfd end = {end_.get(), POLLIN, 0};

			if (poll(&end, 1, int(kTick.count())) > 0)
				return false;
		}
		return true;
	}

	Machine &machine_;
	UniqueFd end_;
	std::thread thread_;
};

struct Files {
	UniqueFd console;
	UniqueFd records;
	UniqueFd result;
};

/* Opens all files before the process confines itself. */
Result<Files> open_files(const std::string &folder)
{
	Files files;
	struct {
		const char *name;
		UniqueFd *fd;
	} list[] = {
		{kConsoleFile, &files.console},
		{kRecordsFile, &files.records},
		{kResultFile, &files.result},
	};

	for (auto &entry : list) {
		std::string path = folder + "/" + entry.name;

		entry.fd->reset(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
		if (!entry.fd->valid())
			return errno_error("create", path);
	}
	return files;
}

/* The host's side of the record channel. */
class HostRecords {
public:
	explicit HostRecords(Machine &machine) : machine_(machine) {}

	/**
	 * Sends HELLO after the guest's own, and the stop request after the guest's RESULT, so that
	 * the guest need not wait.
	 */
	void answer(const SessionOutput::Progress &progress)
	{
		WireHello hello = {kWireVersion, 0};
		WireRequest stop = {SessionOutput::kStopId, uint32_t(RequestKind::stop)};

		if (sequence_ == 0 && progress.hello != Clock::time_point())
			send(RecordType::hello, bytes_of(hello));
		if (sequence_ == 1 && progress.result != Clock::time_point())
			send(RecordType::request, bytes_of(stop));
	}

private:
	void send(RecordType type, std::span<const std::byte> payload)
	{
		/* If the guest does not read, a later tick tries again. */
		if (machine_.port_input(ConsolePort::records,
					encode_record(type, sequence_, 0, payload)))
			sequence_++;
	}

	Machine &machine_;
	uint32_t sequence_ = 0;
};

/* Returns once the machine has ended, a deadline has passed or standard output is gone. */
void watch(const SessionSpec &spec, Machine &machine, SessionOutput &output,
	   Clock::time_point start, SessionResult *result)
{
	HostRecords records(machine);

	for (;;) {
		MachineExit exit = machine.wait(Clock::now() + kTick);
		bool output_there = output.flush();
		SessionOutput::Progress progress = output.progress();

		if (exit != MachineExit::running || !output_there)
			return;
		records.answer(progress);
		machine.balance_boot(progress.hello == Clock::time_point());
		SessionWatch now = current_deadline(spec, progress, start);
		if (Clock::now() >= now.until) {
			result->deadline = now.what;
			result->deadline_ms = now.length_ms;
			return;
		}
	}
}

void tell(SessionResult *result, const std::string &line)
{
	fprintf(stderr, "%s%s\n", kPinPrefix, line.c_str());
	result->placement += (result->placement.empty() ? "" : "; ") + line;
}

/* Places the machine for --pin. The result must outlive the machine. */
Result<PlacedMachine> place(const SessionSpec &spec, const MachineTopology &topology,
			    SessionResult *result)
{
	PlaceRequest request;

	if (!spec.pin)
		return PlacedMachine();
	request.topology = spec.topology;
	request.node_memory = topology.node_memory;
	request.wait = milliseconds(spec.pin_wait_ms);
	request.say = [result](const std::string &line) { tell(result, line); };
	Result<PlacedMachine> placed = place_machine(request);
	/* place_machine() has only this error. */
	if (!placed.ok()) {
		result->error_reason = "placement-contended";
		return placed;
	}
	for (const std::string &note : placed.value().notes)
		tell(result, note);
	if (!placed.value().summary.empty())
		result->placement +=
			(result->placement.empty() ? "" : "; ") + placed.value().summary;
	return placed;
}

Result<void> run_machine(const SessionSpec &spec, SessionOutput &output, SessionResult *result,
			 Clock::time_point begin)
{
	/* The coordinator has read and verified the image for all sessions of the run. */
	KernelImage kernel =
		KTSTR_TRY(open_kernel_image(spec.kernel, spec.cache_dir, CacheCheck::size));
	std::vector<std::string> archives;
	MachineConfig config;

	for (const std::string &path : spec.initrd)
		archives.push_back(KTSTR_TRY(read_file(path)));
	for (const std::string &archive : archives)
		config.initrd.push_back(as_bytes(archive));
	config.topology = KTSTR_TRY(make_machine_topology(spec.topology, spec.memory_mib));
	PlacedMachine placed = KTSTR_TRY(place(spec, config.topology, result));
	config.placement = placed.placement;
	config.kernel = &kernel;
	config.command_line = spec.command_line;
	config.kaslr = spec.kaslr;
	config.seed = spec.seed;
	config.devices = spec.devices;

	std::unique_ptr<Machine> machine = KTSTR_TRY(Machine::create(config, output));
	winsize size = {};
	bool sized = spec.mode == JobMode::shell && ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0;

	KTSTR_TRY(confine_process());
	Clock::time_point start = Clock::now();
	result->start_ms = since(begin, start);
	KTSTR_TRY(machine->start());
	{
		InputBridge bridge(*machine, spec.mode == JobMode::shell);

		if (sized)
			machine->port_resize(size.ws_col, size.ws_row);
		watch(spec, *machine, output, start, result);
	}
	machine->stop();

	MachineReport report = machine->report();
	SessionOutput::Progress progress = output.progress();
	for (const std::string &note : report.notes)
		tell(result, note);
	result->machine_exit = to_string(report.exit);
	result->machine_detail = report.detail;
	result->unclaimed_accesses = report.unclaimed_accesses;
	result->kernel_physical_base = report.kernel_physical_base;
	result->kernel_virtual_offset = report.kernel_virtual_offset;
	result->hello_ms = since(begin, progress.hello);
	result->case_ms = since(begin, progress.case_began);
	result->result_ms = since(begin, progress.result);
	result->stopped_ms = since(begin, progress.stopped);
	return {};
}

} /* namespace */

int run_session(const std::string &spec_path)
{
	Clock::time_point begin = Clock::now();
	Result<std::string> text = read_file(spec_path, 1 << 20);

	/* If the reader of our output goes away, a write fails with EPIPE. */
	signal(SIGPIPE, SIG_IGN);
	raise_file_limit();
	if (!text.ok()) {
		fprintf(stderr, "ktstr: %s\n", text.error().to_string().c_str());
		return 1;
	}
	Result<SessionSpec> spec = parse_session_spec(text.value());
	if (!spec.ok()) {
		fprintf(stderr, "ktstr: %s\n", spec.error().to_string().c_str());
		return 1;
	}
	Result<Files> files = open_files(spec.value().folder);
	if (!files.ok()) {
		fprintf(stderr, "ktstr: %s\n", files.error().to_string().c_str());
		return 1;
	}
	SessionResult result;
	SessionOutput output(spec.value().mode, std::move(files.value().console),
			     std::move(files.value().records));
	Result<void> ran = run_machine(spec.value(), output, &result, begin);
	Result<void> finished = output.finish();

	if (!ran.ok())
		result.error = ran.error().to_string();
	else if (!finished.ok())
		result.error = finished.error().to_string();
	result.violation = output.violation_text();
	result.dropped_records = output.dropped_records();
	result.dropped_facts = output.dropped_facts();
	result.end_ms = since(begin, Clock::now());
	return write_all(files.value().result, serialise_session_result(result)).ok() ? 0 : 1;
}

} /* namespace ktstr */
