/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/agent_config.h"

#include "harness/wire/percent.h"

namespace ktstr {

namespace {

std::string escaped(std::string_view value)
{
	return percent_escape(value, "\t");
}

Result<std::vector<std::string>> split_line(std::string_view line)
{
	std::vector<std::string> fields;
	for (;;) {
		size_t tab = line.find('\t');
		fields.push_back(KTSTR_TRY(percent_unescape(line.substr(0, tab))));
		if (tab == std::string_view::npos)
			return fields;
		line.remove_prefix(tab + 1);
	}
}

} /* namespace */

std::string serialise_agent_config(const AgentConfig &config)
{
	std::string text;
	for (const AgentModule &m : config.modules)
		text += "module\t" + escaped(m.file) + "\t" + escaped(m.parameters) + "\n";
	for (const AgentFolder &f : config.folders)
		text += std::string(f.writable ? "writable\t" : "readonly\t") + escaped(f.tag) +
			"\t" + escaped(f.path) + "\n";
	text += "program\t" + escaped(config.program_path) + "\t\n";
	return text;
}

Result<AgentConfig> parse_agent_config(std::string_view text)
{
	AgentConfig config;
	while (!text.empty()) {
		std::string_view line = text.substr(0, text.find('\n'));
		text.remove_prefix(std::min(text.size(), line.size() + 1));
		std::vector<std::string> fields = KTSTR_TRY(split_line(line));
		if (fields.size() != 3)
			return format_error("agent configuration", "wrong number of fields");
		if (fields[0] == "module")
			config.modules.push_back({fields[1], fields[2]});
		else if (fields[0] == "readonly" || fields[0] == "writable")
			config.folders.push_back({fields[1], fields[2], fields[0] == "writable"});
		else if (fields[0] == "program")
			config.program_path = fields[1];
		else
			return format_error("agent configuration", "unknown keyword " + fields[0]);
	}
	return config;
}

} /* namespace ktstr */
