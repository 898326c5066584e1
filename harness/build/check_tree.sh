#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check_tree.sh: the kselftest conformance of contract and README, in a throwaway copy (hard links) of
# the cached kernel source that holds this checkout. Builds and lists in every way; runs one case
# through the suite's own runner, and one in the installed copy. Prints ktstr-counts at the end.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/harness/setup/common.sh"
. "$root/harness/setup/kernels.sh"

source=${KTSTR_TREE:-$(newest_source)}
work=$(staging tree) || exit 1
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
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
	"$@" > "$work/log" 2>&1 < /dev/null
	status=$?
	if [ $status = 0 ]; then
		echo "ok - in-tree: $name"
		passed=$((passed + 1))
	else
		tail -n 30 "$work/log" | sed 's/^/# /'
		echo "not ok - in-tree: $name (status $status)"
		failed=$((failed + 1))
	fi
}

suite() # suite MAKE-ARGUMENT...
{
	make -C "$tests" TARGETS=ktstr FORCE_TARGETS=1 -j "$(nproc)" "$@"
}

built() # built FOLDER
{
	[ -x "$1/ktstr" ] && [ -x "$1/ktstr_init" ] && "$1/ktstr" --list > /dev/null
}

case_passes()
{
	KSELFTEST_RUN_KTSTR_SH_ARGS="${KTSTR_CHECK_CASE:-boot.user-space}" suite "$@" run_tests &&
		grep -Eq '^(# )*ok 1 .*run_ktstr.sh' "$work/log"
}

plain()
{
	suite && built "$tests/ktstr"
}

relative_output()
{
	mkdir -p "$tree/out-rel" && suite O=out-rel && built "$tree/out-rel/kselftest/ktstr"
}

absolute_output()
{
	mkdir -p "$work/out" && suite O="$work/out" && built "$work/out/kselftest/ktstr"
}

with_llvm() # with_llvm LLVM-VALUE
{
	rm -rf "$work/llvm" && mkdir "$work/llvm" && suite LLVM="$1" O="$work/llvm" &&
		built "$work/llvm/kselftest/ktstr"
}

installed()
{
	suite O="$work/out" install KSFT_INSTALL_PATH="$work/installed" &&
		chmod -R a-w "$work/installed" && [ -f "$work/installed/ktstr/settings" ] &&
		[ -f "$work/installed/ktstr/config" ] &&
		"$work/installed/ktstr/run_ktstr.sh" --list > /dev/null
}

tarred()
{
	suite O="$work/out" gen_tar KSFT_INSTALL_PATH="$work/tarred" &&
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

cp -al "$source" "$tree" || exit 1
mkdir "$tests/ktstr"
(cd "$root" && git ls-files -z | xargs -0 tar -cf - 2>/dev/null) | tar -xf - -C "$tests/ktstr"
(cd "$tests/ktstr" && find . | sort) > "$work/before"

check "nothing is built for arm64" foreign
check "O=absolute" absolute_output
check "O=relative" relative_output
for llvm in "" $(seq -f -%g 40 -1 16); do
	command -v "clang++$llvm" > /dev/null && command -v "ld.lld$llvm" > /dev/null || continue
	check "LLVM=${llvm:-1}" with_llvm "${llvm:-1}"
done
check "install, read-only" installed
check "gen_tar" tarred
check "plain" plain
check "run_tests" case_passes
check "clean" cleaned

echo "ktstr-counts $passed $failed $skipped"
[ $failed = 0 ]
