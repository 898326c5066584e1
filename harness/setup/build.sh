#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build.sh [MAKE-ARGUMENT...]: builds this checkout incrementally against the cached (or
# KTSTR_TREE's) kernel source, in a folder of its own in the cache. Prints that folder.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/harness/setup/common.sh"
. "$root/harness/setup/kernels.sh"

tree=${KTSTR_TREE:-$(newest_source)}
[ -n "$tree" ] || die "no kernel source: run ./run_ktstr.sh, or give KTSTR_TREE="
# The folder name depends on the path: checkouts do not share it, and a moved one starts afresh.
key=$(printf '%s\n%s' "$root" "$tree" | sha256sum | cut -c1-16)
output=$KTSTR_CACHE/build/$key

# What must not leak into this build: a surrounding make or kselftest, and what a developer's shell
# exports for building kernels. ARCH=arm64 would build nothing, and succeed.
outside=(MAKEFLAGS MFLAGS GNUMAKEFLAGS MAKEOVERRIDES MAKELEVEL MAKEFILES O OUTPUT KBUILD_OUTPUT
	KTSTR_OUTPUT TARGETS SKIP_TARGETS INSTALL_PATH DESTDIR
	ARCH SUBARCH SRCARCH CROSS_COMPILE LLVM LLVM_IAS CC CXX CPP LD AR AS NM OBJCOPY STRIP CLANG
	HOSTCC HOSTCXX HOSTLD HOSTAR HOSTCFLAGS HOSTLDFLAGS USERCFLAGS USERLDFLAGS
	CFLAGS CXXFLAGS CPPFLAGS LDFLAGS LDLIBS EXTRA_CFLAGS EXTRA_LDFLAGS KCFLAGS KCPPFLAGS
	CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH V W C Q)

build()
{
	mkdir -p "$output" && echo "$root" > "$output/checkout" || return 1
	if [ -t 2 ]; then
		say "building (log: $output/build.log)"
	fi
	env "${outside[@]/#/-u}" make -C "$root" -j "$(nproc)" KTSTR_TREE="$tree" \
		KTSTR_CACHE="$KTSTR_CACHE" OUTPUT="$output" "$@" > "$output/build.log" 2>&1 && return 0
	tail -n 40 "$output/build.log" >&2
	say "the build failed; full log: $output/build.log"
	return 1
}

# Each start of a checkout writes its build.log: a run that began before its checkout vanished ends
# within the day.
is_orphan() # is_orphan FOLDER
{
	local checkout
	checkout=$(cat "$1/checkout" 2> /dev/null) && [ ! -e "$checkout" ] &&
		[ -z "$(find "$1/build.log" -mtime -1 2> /dev/null)" ]
}

# Somebody may have put the checkout back and built it by the time we have the lock.
remove_orphan() # remove_orphan FOLDER
{
	is_orphan "$1" || return 0
	say "removing the build of $(cat "$1/checkout"), which is gone"
	rm -rf "$1"
}

remove_orphans()
{
	local folder
	for folder in "$KTSTR_CACHE"/build/*; do
		is_orphan "$folder" && with_lock "build-${folder##*/}" remove_orphan "$folder"
	done
}

use_ccache
[ -d "$output" ] || remove_orphans
with_lock "build-$key" build "$@" && echo "$output"
