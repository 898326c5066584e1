/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel features that have no config option, read from the running kernel's BTF. init calls it
 * before the scheduler starts. Stateless; any thread.
 */
#pragma once

#include <string>
#include <vector>

namespace ktstr {

/**
 * "feature-missing:kfunc-<name>" for the first of @kfuncs that BPF programs cannot call in this
 * kernel. Empty if there is none, or no BTF to check: then loading will show it.
 */
std::string missing_kfunc(const std::vector<const char *> &kfuncs);

} /* namespace ktstr */
