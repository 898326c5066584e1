/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What this build holds, the same on both sides: constants, set by the Makefile. KTSTR_NO_BPF is
 * defined where clang or a kernel's BTF was missing; then the schedulers of progs/ and the loader
 * of bare objects are absent, and cases that need one skip by this name.
 */
#pragma once

namespace ktstr {

#ifdef KTSTR_NO_BPF
constexpr bool kHaveBpfSchedulers = false;
#else
constexpr bool kHaveBpfSchedulers = true;
#endif

constexpr char kNoBpfSchedulers[] = "feature-missing:bpf-schedulers";

} /* namespace ktstr */
