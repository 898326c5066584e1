/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/repro.h"

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/plan/machine_topology.h"

namespace ktstr {

std::string repro_line(const RunContext &context, const std::string &case_name,
		       const Topology &topology, uint64_t seed)
{
	const Options &options = context.options;
	std::string output = environment("KTSTR_OUTPUT");
	std::string line;

	/*
	 * The environment that determines what runs and how long it may take. make sets
	 * KTSTR_OUTPUT even where run_ktstr.sh finds no ktstr there and uses another.
	 */
	if (!output.empty() && real_path(output) == parent_of(context.settings.binary))
		line += "KTSTR_OUTPUT=" + shell_word(absolute_path(output)) + " ";
	if (context.settings.slow)
		line += "KSFT_MACHINE_SLOW=yes ";
	line += shell_word(context.settings.launcher);
	line += " -k " + shell_word(context.kernel.paths.image);
	line += " -T " + shell_word(topology.to_string()) + " --seed " + std::to_string(seed);
	line += " --host " + shell_word(context.host_kind);
	if (options.pin)
		line += " --pin";
	/* memory= in the topology already says it. */
	if (options.memory_mib && topology.node_memory_mib.empty())
		line += " --memory " +
			std::to_string(machine_memory_mib(topology, options.memory_mib));
	if (options.timeout_s)
		line += " --timeout " + std::to_string(options.timeout_s);
	if (options.attach_timeout_s)
		line += " --attach-timeout " + std::to_string(options.attach_timeout_s);
	for (const std::string &include : options.includes)
		line += " -i " + shell_word(absolute_path(include));
	if (!options.allow_file.empty())
		line += " --allow " + shell_word(real_path(options.allow_file));
	if (!context.scheduler.path.empty())
		line += " -s " + shell_word(context.scheduler.path);
	line += options.scenario.empty()
			? " " + shell_word(case_name)
			: " --scenario " + shell_word(absolute_path(options.scenario));
	if (!context.scheduler.arguments.empty()) {
		line += " --";
		for (const std::string &argument : context.scheduler.arguments)
			line += " " + shell_word(argument);
	}
	return line;
}

} /* namespace ktstr */
