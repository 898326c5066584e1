# SPDX-License-Identifier: GPL-2.0
#
# Packages that a build needs, from the machine's release.

KTSTR_PACKAGES="g++ make binutils pkg-config xz-utils zstd file kmod rsync busybox-static libelf-dev
	zlib1g-dev libcap-dev libmd-dev libjansson-dev libzstd-dev liblzma-dev liblz4-dev libbz2-dev liblzo2-dev"
# `make check` also needs GoogleTest, ccache, the formatter and the programs that some scenarios run.
KTSTR_CHECK_PACKAGES="ccache clang-format-19 libgtest-dev stress-ng rt-tests"

bpf_clang()
{
	local compiler version
	for compiler in clang $(seq -f clang-%g 16 40); do
		version=$($compiler -dumpversion 2>/dev/null) || continue
		[ "${version%%.*}" -ge 16 ] && echo "${compiler%%-*}-${version%%.*}" && return
	done
	return 1
}

newest_clang()
{
	apt-cache search --names-only '^clang-[0-9]+$' 2>/dev/null | awk '{ print $1 }' |
		sort -V | tail -n 1
}

# missing_packages [check]: prints the names of packages that are not installed.
missing_packages()
{
	local wanted=$KTSTR_PACKAGES package clang
	[ "${1:-}" = check ] && wanted="$wanted $KTSTR_CHECK_PACKAGES"
	clang=$(bpf_clang) || { clang=$(newest_clang); wanted="$wanted ${clang:-clang}"; }
	# For sanitizers, fuzzing and the in-tree build with LLVM=.
	[ "${1:-}" = check ] && [ -n "$clang" ] &&
		wanted="$wanted lib${clang/clang/clang-rt}-dev ${clang/clang/llvm} ${clang/clang/lld}"
	for package in $wanted; do
		dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null |
			grep -q ' installed$' || echo "$package"
	done
}

# need_packages NO-INSTALL [check]
need_packages()
{
	local missing
	command -v dpkg-query > /dev/null ||
		{ say "not a Debian machine: the build will name what is missing"; return 0; }
	missing=$(missing_packages "${2:-}" | xargs)
	[ -n "$missing" ] || return 0
	say "missing packages: $missing"
	[ -z "$1" ] || die "--no-install: not installing them. Do: apt-get install $missing"
	[ "$(id -u)" = 0 ] ||
		die "installing needs root. Do: sudo apt-get install $missing"
	say "installing them: apt-get install $missing"
	export DEBIAN_FRONTEND=noninteractive
	again install_packages || die "apt-get could not install: $missing"
}

install_packages()
{
	local names
	apt-get -qq update >&2
	# Before the update, a machine without lists did not know the newest clang.
	names=$(missing_packages "${check:-}" | xargs)
	apt-get -qq -y --no-install-recommends install $names >&2
}
