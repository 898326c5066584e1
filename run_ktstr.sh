#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Starts ktstr. From a build in a kernel tree or an installed copy it uses what is there and never
# installs or downloads; from a checkout alone it first sets up what is missing and builds. Options
# are the program's (--help), and --no-install, which makes a checkout alone refuse to set up.
set -u

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
cache=${KTSTR_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ktstr}
no_install="" kernel="" host="" bisect=""

say()
{
	echo "ktstr: $*" >&2
}

# git bisect run: whatever is no verdict on the kernel must skip the commit.
leave() # leave CODE
{
	exit "${bisect:-$1}"
}

skip_all()
{
	echo "TAP version 13"
	echo "1..0 # SKIP $1"
	leave 4
}

# Only what decides about setting up is looked at here; ktstr checks the rest.
arguments=()
read_options()
{
	while [ $# -gt 0 ]; do
		case $1 in
		--no-install) no_install=--no-install; shift; continue ;;
		-k | --kernel) kernel=${2:-} ;;
		--kernel=*) kernel=${1#*=} ;;
		-k?*) kernel=${1#-k} ;;
		--host) host=${2:-} ;;
		--host=*) host=${1#*=} ;;
		--bisect) bisect=125 ;;
		--) arguments+=("$@"); return ;;
		esac
		arguments+=("$1")
		case $1 in
		-k | --kernel | -T | --topology | -s | --scheduler | -x | --exec | -i | --include | -j | \
			--jobs | --host | --memory | --timeout | --repeat | --retry | --seed | --format | \
			--junit | --out | --allow | --scenario)
			[ $# -gt 1 ] && arguments+=("$2") && shift ;;
		esac
		shift
	done
}

has_sched_ext() # has_sched_ext CONFIG-FILE
{
	grep -qs '^CONFIG_SCHED_CLASS_EXT=y' "$1"
}

use_kernel() # use_kernel IMAGE CONFIG MODULES: what is not there is left out
{
	export KTSTR_KERNEL=$1
	[ -r "$2" ] && export KTSTR_KERNEL_CONFIG=$2
	[ -d "$3" ] && export KTSTR_KERNEL_MODULES=$3
	return 0
}

# The output of the tree this is in: O= and KBUILD_OUTPUT reach us through make; a build for O= lies
# in O/kselftest/ktstr, a plain one in the tree itself.
tree_kernel()
{
	local folder image
	for folder in "${O:-}" "${KBUILD_OUTPUT:-}" "$here/../.." "${KTSTR_OUTPUT:-$here}/../.." \
		"$here/../../../.."; do
		for image in arch/x86/boot/bzImage vmlinux; do
			[ -n "$folder" ] && [ -f "$folder/$image" ] && [ -f "$folder/.config" ] || continue
			use_kernel "$(readlink -f "$folder/$image")" "$(readlink -f "$folder/.config")" ""
			return 0
		done
	done
	return 1
}

# "VERSION IMAGE CONFIG MODULES" of the kernels on this machine, newest first.
known_kernels()
{
	local folder image version
	{
		for folder in "$cache"/kernels/*/; do
			version=$(basename "$folder")
			[ -r "$folder/vmlinuz" ] &&
				echo "$version ${folder}vmlinuz ${folder}config ${folder}modules"
		done
		for image in /boot/vmlinuz-*; do
			version=${image#/boot/vmlinuz-}
			[ -r "$image" ] && echo "$version $image /boot/config-$version /lib/modules/$version"
		done
	} | sort -Vr
}

newest_kernel() # newest_kernel [VERSION]: any with sched_ext, or the newest of that version
{
	local version image config modules
	while read -r version image config modules; do
		if [ -z "${1:-}" ]; then
			has_sched_ext "$config" || continue
		else
			case $version in
			"$1" | "$1".* | "$1"+* | "$1"-*) ;;
			*) continue ;;
			esac
		fi
		use_kernel "$image" "$config" "$modules"
		return 0
	done < <(known_kernels)
	return 1
}

choose_kernel()
{
	case $kernel in
	"") [ -n "${KTSTR_KERNEL:-}" ] || tree_kernel || newest_kernel || true ;;
	tree) tree_kernel || true ;;
	distro) newest_kernel || true ;;
	[0-9]*.[0-9]*) [ -e "$kernel" ] || newest_kernel "$kernel" || true ;;
	esac
}

# Parts of the emulated host that are already on this machine.
choose_emulator()
{
	local version image config modules qemu
	version=$(qemu-system-x86_64 --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
	qemu=$(ls -d "$cache"/qemu/*/usr/bin/qemu-system-x86_64 2>/dev/null | sort -V | tail -n 1)
	if [ -n "$qemu" ]; then
		export KTSTR_QEMU_DIR=${KTSTR_QEMU_DIR:-${qemu%/usr/bin/*}}
	elif [ "${version:-0}" -ge 10 ]; then
		export KTSTR_QEMU_DIR=${KTSTR_QEMU_DIR:-/}
	fi
	while read -r version image config modules; do
		compgen -G "$modules/kernel/arch/x86/kvm/kvm-amd.ko*" > /dev/null &&
			compgen -G "$modules/kernel/fs/9p/9p.ko*" > /dev/null || continue
		export KTSTR_EMU_KERNEL=${KTSTR_EMU_KERNEL:-$image}
		export KTSTR_EMU_MODULES=${KTSTR_EMU_MODULES:-$modules}
		return
	done < <(known_kernels)
}

# A checkout alone: set up, then build into the cache, quietly unless it fails.
set_up_and_build()
{
	local fetch=()
	case $kernel in
	[0-9]*.[0-9]*) [ -e "$kernel" ] || fetch=(--kernel "$kernel") ;;
	esac
	"$here/harness/setup/setup.sh" $no_install "${fetch[@]}" < /dev/null || leave 1
	bin=$("$here/harness/setup/build.sh" < /dev/null) || leave 1
}

read_options "$@"
if [ -x "${KTSTR_OUTPUT:-$here}/ktstr" ]; then
	bin=${KTSTR_OUTPUT:-$here}
elif [ -x "$here/ktstr" ]; then
	bin=$here
elif [ -e "$here/../lib.mk" ]; then
	skip_all "not built: make -C tools/testing/selftests TARGETS=ktstr"
elif [ -d "$here/harness/setup" ]; then
	set_up_and_build
else
	say "neither a checkout nor an installed copy: $here"
	leave 1
fi

choose_kernel
[ "$host" = kvm ] || choose_emulator
export KTSTR_CACHE=$cache
export KTSTR_INIT=$bin/ktstr_init
[ -d "$bin/sched_ext/bin" ] && export KTSTR_TREE_SCHEDULERS=$bin/sched_ext/bin
export KTSTR_LAUNCHER=${KTSTR_LAUNCHER:-$here/run_ktstr.sh}
# The benchmark runs on what is found here, too (bench/boot.mk).
exec "${KTSTR_PROGRAM:-$bin/ktstr}" ${arguments[@]+"${arguments[@]}"}
