/* SPDX-License-Identifier: GPL-2.0 */
/*
 * AgentConfig: what the real host tells PID 1 of an emulated host before there is a channel, as a
 * file in its initramfs; also the names that both sides use. Plain data, any thread.
 */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

constexpr char kAgentConfigPath[] = "/ktstr-agent/config";
constexpr char kAgentModulesDir[] = "/ktstr-agent/modules";
/* virtio-serial port names, VIRTIO v1.2 §5.3 (VIRTIO_CONSOLE_PORT_NAME). */
constexpr char kControlPort[] = "ktstr.control";
constexpr char kHeartbeatPort[] = "ktstr.heartbeat";

struct AgentModule {
	std::string file; /* in kAgentModulesDir */
	std::string parameters;
};

struct AgentFolder {
	std::string tag;  /* 9p mount tag */
	std::string path; /* absolute */
	bool writable = false;
};

struct AgentConfig {
	std::vector<AgentModule> modules; /* in load order */
	std::vector<AgentFolder> folders; /* in mount order: parents first */
	std::string program_path;	  /* path at which /init must also be found */
};

/**
 * One line per item: a keyword and its fields, separated by tabs. Tab, newline and '%' become %XX.
 */
std::string serialise_agent_config(const AgentConfig &config);
Result<AgentConfig> parse_agent_config(std::string_view text);

} /* namespace ktstr */
