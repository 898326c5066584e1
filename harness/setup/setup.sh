#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# setup.sh [--no-install] [--check] [--kernel VERSION]: sets up what a checkout outside a kernel
# tree needs to build and run: installs packages of the machine's release, and fetches a kernel
# source, a kernel and QEMU into the cache. A second run needs no network; KTSTR_REFRESH=1 looks for
# newer ones.
set -u

here=$(cd "$(dirname "$0")" && pwd)
for part in common apt packages kernels qemu; do
	. "$here/$part.sh"
done

no_install="" check="" version=""
while [ $# -gt 0 ]; do
	case $1 in
	--no-install) no_install=1 ;;
	--check) check=check ;;
	--kernel) version=$2; shift ;;
	*) die "setup.sh: unknown option $1" ;;
	esac
	shift
done

have()
{
	[ -n "$(newest_source)${KTSTR_TREE:-}" ] || { echo "a kernel source"; return; }
	cached_kernel "" > /dev/null || { echo "a kernel with sched_ext"; return; }
	[ -z "$version" ] || cached_kernel "$version" > /dev/null || { echo "linux $version"; return; }
	[ -n "$(system_qemu)$(cached_qemu)" ] || echo "QEMU >= 10"
}

fetch()
{
	local folder
	[ -n "${KTSTR_TREE:-}" ] || need_source ||
		die "cannot get a kernel source; give KTSTR_TREE=<unpacked linux source>"
	need_kernel "" || die "cannot get a kernel with sched_ext; give -k"
	[ -z "$version" ] || need_kernel "$version" || die "cannot get linux $version"
	need_qemu || say "cannot get QEMU >= 10: without usable KVM every case will skip"
	for folder in "$KTSTR_CACHE"/kernels/*/; do
		extract_vmlinux "${folder%/}"
	done
}

need_packages "$no_install" "$check"
if [ -n "$no_install" ]; then
	lacking=$(have)
	[ -z "$lacking" ] || die "--no-install: not fetching $lacking, which is missing in $KTSTR_CACHE"
else
	with_lock setup fetch
fi
