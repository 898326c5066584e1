#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check_tree.sh: the kselftest conformance of contract and README, in a throwaway copy (hard links)
# of the cached kernel source that holds this checkout. Builds with gcc and LLVM, in the tree and
# outside, with and without BPF; runs one case through the suite's own runner, and one in the
# installed copy. Builds with the flags that compile fastest: the other parts build what is
# optimised, and run it. Always in the same folder: ccache only knows what was compiled at the same
# path. Prints ktstr-counts at the end.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/harness/setup/common.sh"
. "$root/harness/setup/kernels.sh"

source=${KTSTR_TREE:-$(newest_source)}
work=$KTSTR_CACHE/tmp/check-tree
tree=$work/linux
tests=$tree/tools/testing/selftests
passed=0 failed=0 skipped=0

# Nothing of a surrounding make or earlier run.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL O KBUILD_OUTPUT KTSTR_OUTPUT KTSTR_KERNEL
export KTSTR_CACHE

check()
{
	local name=$1 status
	shift
	SECONDS=0
	# Appended to: the runner opens its standard output again.
	: > "$work/log"
	"$@" >> "$work/log" 2>&1 < /dev/null
	status=$?
	if [ $status = 0 ]; then
		echo "ok - in-tree: $name # $SECONDS s"
		passed=$((passed + 1))
	else
		tail -n 30 "$work/log" | sed 's/^/# /'
		echo "not ok - in-tree: $name (status $status)"
		failed=$((failed + 1))
	fi
}

suite() # suite MAKE-ARGUMENT...
{
	local flags="-O1 -g0"

	[[ " $* " = *" LLVM="* ]] && flags="-O0 -g0"
	make -C "$tests" TARGETS=ktstr FORCE_TARGETS=1 -j "$(nproc)" CXXFLAGS="$flags" "$@"
}

built() # built FOLDER
{
	[ -x "$1/ktstr" ] && [ -x "$1/ktstr_init" ] && "$1/ktstr" --list > /dev/null
}

# The runner's own line, its nested TAP, and the timeout it took from settings.
run_by_the_runner()
{
	KSELFTEST_RUN_KTSTR_SH_ARGS="${KTSTR_CHECK_CASE:-boot.user-space}" suite run_tests &&
		grep -q '^ok 1 selftests: ktstr: run_ktstr.sh$' "$work/log" &&
		grep -q '^# ok 1 boot.user-space' "$work/log" &&
		grep -q "^# $(sed 's/=/ set to /' "$root/settings")" "$work/log" &&
		built "$tests/ktstr"
}

# Nothing but clang for BPF and a kernel's types is missing: all builds, and what needs them skips.
without_bpf()
{
	mkdir -p "$tree/out-rel" &&
		KSELFTEST_RUN_KTSTR_SH_ARGS="attach.fifo" suite O=out-rel VMLINUX_BTF=/nonexistent \
			run_tests &&
		grep -q '^ok 1 selftests: ktstr: run_ktstr.sh # SKIP' "$work/log" &&
		grep -q '^# 1\.\.0 # SKIP feature-missing:bpf-schedulers' "$work/log" &&
		built "$tree/out-rel/kselftest/ktstr"
}

with_llvm() # with_llvm LLVM-VALUE: O= is absolute here
{
	rm -rf "$work/out" && mkdir "$work/out" && suite LLVM="$1" O="$work/out" &&
		built "$work/out/kselftest/ktstr" && ! grep -i 'warning:' "$work/log"
}

newest_llvm()
{
	local version
	for version in $(seq -f -%g 40 -1 16) ""; do
		command -v "clang++$version" > /dev/null && echo "${version:-1}" && return
	done
}

installed()
{
	suite LLVM="$llvm" O="$work/out" install KSFT_INSTALL_PATH="$work/installed" &&
		chmod -R a-w "$work/installed" && [ -f "$work/installed/ktstr/settings" ] &&
		[ -f "$work/installed/ktstr/config" ]
}

installed_runs()
{
	local copy=$work/installed/ktstr/run_ktstr.sh
	(cd / && "$copy" --list && "$copy" --check-config && "$copy" boot.user-space)
}

tarred()
{
	suite LLVM="$llvm" O="$work/out" gen_tar KSFT_INSTALL_PATH="$work/tarred" &&
		tar -tf "$work/tarred/kselftest-packages/kselftest.tar.gz" | grep -q 'ktstr/run_ktstr.sh'
}

cleaned()
{
	suite clean && [ -z "$(cd "$tests/ktstr" && comm -13 "$work/before" <(find . | sort))" ]
}

foreign()
{
	mkdir -p "$work/arm" && suite ARCH=arm64 O="$work/arm" &&
		[ -z "$(find "$work/arm/kselftest/ktstr" -type f)" ]
}

clear_work()
{
	chmod -R u+w "$work" 2> /dev/null
	rm -rf "$work"
}

copy_tree()
{
	clear_work
	mkdir -p "$work" && cp -al "$source" "$tree" && mkdir "$tests/ktstr" || return 1
	(cd "$root" && git ls-files -z | xargs -0 tar -cf - 2>/dev/null) | tar -xf - -C "$tests/ktstr"
	(cd "$tests/ktstr" && find . | sort) > "$work/before"
}

check_tree()
{
	local llvm

	trap clear_work EXIT
	copy_tree || return 1
	llvm=$(newest_llvm)
	check "nothing is built for arm64" foreign
	check "LLVM=$llvm, O=absolute" with_llvm "$llvm"
	check "install, read-only" installed
	check "the installed copy runs" installed_runs
	check "gen_tar" tarred
	check "O=relative, without BPF" without_bpf
	check "plain, run_tests" run_by_the_runner
	check "clean" cleaned
	echo "ktstr-counts $passed $failed $skipped"
	[ $failed = 0 ]
}

use_ccache
with_lock check-tree check_tree
