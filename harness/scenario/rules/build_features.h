/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What this build contains: constants, set by the Makefile and the same on both sides. KTSTR_NO_BPF
 * is defined if clang or a kernel's BTF was missing. Then the schedulers of progs/ and the loader
 * of bare objects are absent, and cases that need one skip with the reason below.
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
