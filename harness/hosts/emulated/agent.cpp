/* SPDX-License-Identifier: GPL-2.0 */
/* PID 1 of an emulated host: sets the host up, then serves commands until the port closes. */
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "harness/hosts/emulated/agent_config.h"
#include "harness/hosts/emulated/command_server.h"
#include "harness/hosts/host.h"

namespace ktstr {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kBeatPeriod(500);
constexpr int kPortAttempts = 500; /* of 10 ms */

/* The real host keeps the console output as a log. */
void complain(const Error &error)
{
	std::string line = "ktstr agent: " + error.to_string() + "\n";
	[[maybe_unused]] ssize_t n = write(STDERR_FILENO, line.data(), line.size());
}

Result<void> mount_at(const char *type, const std::string &source, const std::string &target,
		      unsigned long flags, const std::string &options)
{
	std::error_code error;
	fs::create_directories(target, error);
	if (mount(source.c_str(), target.c_str(), type, flags, options.c_str()))
		return errno_error("mount", target);
	return {};
}

Result<void> mount_system()
{
	KTSTR_TRY(mount_at("proc", "proc", "/proc", 0, ""));
	KTSTR_TRY(mount_at("sysfs", "sysfs", "/sys", 0, ""));
	KTSTR_TRY(mount_at("devtmpfs", "devtmpfs", "/dev", 0, ""));
	UniqueFd console(open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC));
	if (console.valid()) {
		dup2(console.get(), STDOUT_FILENO);
		dup2(console.get(), STDERR_FILENO);
	}
	KTSTR_TRY(mount_at("devpts", "devpts", "/dev/pts", 0, "ptmxmode=0666"));
	KTSTR_TRY(mount_at("tmpfs", "tmpfs", "/dev/shm", 0, ""));
	return mount_at("tmpfs", "tmpfs", "/tmp", 0, "");
}

Result<AgentConfig> read_config()
{
	std::ifstream file(kAgentConfigPath);
	std::stringstream text;
	text << file.rdbuf();
	if (!file)
		return errno_error("read", kAgentConfigPath);
	return parse_agent_config(text.str());
}

Result<void> load_module(const AgentModule &module)
{
	std::string path = std::string(kAgentModulesDir) + "/" + module.file;
	UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
	if (!file.valid())
		return errno_error("open module", path);
	if (syscall(SYS_finit_module, file.get(), module.parameters.c_str(), 0) && errno != EEXIST)
		return errno_error("load module", module.file);
	unlink(path.c_str());
	return {};
}

Result<void> mount_folder(const AgentFolder &folder)
{
	std::string options = "trans=virtio,version=9p2000.L,msize=512000";
	/* Files in a read-only folder do not change outside during a run. */
	if (!folder.writable)
		options += ",cache=loose";
	return mount_at("9p", folder.tag, folder.path, folder.writable ? 0 : MS_RDONLY, options);
}

/*
 * Guest memory is shmem, which uses no huge pages by default. Each first access to a page would be
 * an exit, and exits are the slowest operation in an emulated host. A kernel without huge pages
 * lacks this file.
 */
void allow_huge_guest_memory()
{
	const char *path = "/sys/kernel/mm/transparent_hugepage/shmem_enabled";
	UniqueFd file(open(path, O_WRONLY | O_CLOEXEC));

	if (file.valid() ? write(file.get(), "advise", 6) != 6 : errno != ENOENT)
		complain(errno_error("write", path));
}

/* A command may refer to our program by its path outside. */
void provide_program(const std::string &path)
{
	if (path.empty() || access(path.c_str(), F_OK) == 0)
		return;
	std::error_code error;
	fs::create_directories(fs::path(path).parent_path(), error);
	fs::create_symlink("/init", path, error);
	if (error)
		complain({error.value(), "provide program", path});
}

Result<AgentConfig> set_up()
{
	KTSTR_TRY(mount_system());
	allow_huge_guest_memory();
	AgentConfig config = KTSTR_TRY(read_config());
	for (const AgentModule &module : config.modules)
		KTSTR_TRY(load_module(module));
	for (const AgentFolder &folder : config.folders)
		KTSTR_TRY(mount_folder(folder));
	provide_program(config.program_path);
	return config;
}

Result<UniqueFd> open_port(std::string_view name)
{
	/* The driver names a port only after a message from the device, some time after boot. */
	for (int attempt = 0; attempt < kPortAttempts; attempt++) {
		std::error_code error;
		for (const auto &entry : fs::directory_iterator("/sys/class/virtio-ports", error)) {
			std::ifstream file(entry.path() / "name");
			std::string found;
			if (!std::getline(file, found) || found != name)
				continue;
			std::string node = "/dev/" + entry.path().filename().native();
			UniqueFd fd(open(node.c_str(), O_RDWR | O_CLOEXEC));
			if (fd.valid())
				return fd;
		}
		std::this_thread::sleep_for(std::chrono::milliseconds(10));
	}
	return Error{ENOENT, "find virtio port", std::string(name)};
}

/* The incoming bytes only matter for the interrupt that they raise (RemoteSession::nudge()). */
void wait_and_drain(const UniqueFd &port, std::chrono::milliseconds period)
{
	using Clock = std::chrono::steady_clock;
	char nudges[64];

	for (Clock::time_point end = Clock::now() + period, now; (now = Clock::now()) < end;) {
		auto left = std::chrono::ceil<std::chrono::milliseconds>(end - now);
		pollfd fd = {port.get(), POLLIN, 0};

		/* While nobody listens at the other end, poll() returns at once every time. */
		if (poll(&fd, 1, int(left.count())) > 0 &&
		    (!(fd.revents & POLLIN) || read(port.get(), nudges, sizeof(nudges)) <= 0))
			std::this_thread::sleep_until(end);
	}
}

void beat_forever(UniqueFd port)
{
	/* Above every vCPU thread, so that only a dead kernel stops the heartbeat. */
	sched_param priority = {};
	priority.sched_priority = 50;
	sched_setscheduler(0, SCHED_FIFO, &priority);
	for (uint64_t beats = 0;; beats++) {
		std::vector<std::byte> frame =
			encode_frame(FrameType::beat, 0, std::as_bytes(std::span(&beats, 1)));
		/* No short writes: the frame fits in one virtqueue buffer. */
		if (write(port.get(), frame.data(), frame.size()) < 0 && errno != EINTR)
			complain(errno_error("heartbeat"));
		wait_and_drain(port, kBeatPeriod);
	}
}

std::string kvm_problem()
{
	UniqueFd kvm(open("/dev/kvm", O_RDWR | O_CLOEXEC));
	if (!kvm.valid())
		return errno_error("open /dev/kvm").to_string();
	int version = ioctl(kvm.get(), KVM_GET_API_VERSION, 0);
	return version == KVM_API_VERSION ? "" : "/dev/kvm has API " + std::to_string(version);
}

/* Nothing that a command left behind may run beside the next one. */
void kill_everything_else()
{
	kill(-1, SIGKILL);
	while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR)
		;
}

Result<void> serve()
{
	KTSTR_TRY(set_up());
	UniqueFd control = KTSTR_TRY(open_port(kControlPort));
	UniqueFd heartbeat = KTSTR_TRY(open_port(kHeartbeatPort));
	std::thread(beat_forever, std::move(heartbeat)).detach();
	CommandServer server(std::move(control), kill_everything_else);
	KTSTR_TRY(server.announce_ready(kvm_problem()));
	return server.serve();
}

} /* namespace */

void emulated_host_agent()
{
	signal(SIGPIPE, SIG_IGN);
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/", 1);
	Result<void> result = serve();
	if (!result)
		complain(result.error());
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

} /* namespace ktstr */
