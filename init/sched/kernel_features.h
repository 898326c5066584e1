/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel features that no option tells, read from the running kernel's BTF. Called by init before
 * the scheduler starts; a pure question, on any thread.
 */
#pragma once

#include <string>
#include <vector>

namespace ktstr {

/**
 * "feature-missing:kfunc-<name>" for the first of @kfuncs that BPF programs cannot call in this
 * kernel, else empty; empty too where there is no BTF to ask, because then loading will tell.
 */
std::string missing_kfunc(const std::vector<const char *> &kfuncs);

} /* namespace ktstr */
