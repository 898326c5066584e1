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

build()
{
	mkdir -p "$output" || return 1
	if [ -t 2 ]; then
		say "building (log: $output/build.log)"
	fi
	# The environment of a surrounding make or kselftest must not leak into this build.
	env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES -u MAKELEVEL -u O -u KBUILD_OUTPUT -u KTSTR_OUTPUT \
		make -C "$root" -j "$(nproc)" KTSTR_TREE="$tree" KTSTR_CACHE="$KTSTR_CACHE" \
		OUTPUT="$output" "$@" > "$output/build.log" 2>&1 && return 0
	tail -n 40 "$output/build.log" >&2
	say "the build failed; full log: $output/build.log"
	return 1
}

use_ccache
with_lock "build-$key" build "$@" && echo "$output"
