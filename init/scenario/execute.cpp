/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/execute.h"

namespace ktstr
{

void execute_scenario(const ScenarioCase &, const Job &, Guest &guest)
{
	guest.expect("scenario", false, "there is no executor");
}

} /* namespace ktstr */
