# SPDX-License-Identifier: GPL-2.0
#
# Unpacks packages of distro kernels and kernel source into the cache, as
# kernels/VERSION/{vmlinuz,config,System.map,modules/,vmlinux} and source/linux-VERSION. If the
# archive only has a kernel's image, there are only vmlinuz and vmlinux.

# kernel_versions [PREFIX]: prints "VERSION PACKAGE-VERSION" of the archive's kernels, newest last.
# No cloud (it lacks 9p) or rt flavours, no release candidates.
kernel_versions()
{
	newest far 'linux-(image|binary)-[0-9]+[.][0-9]+[.][0-9]+[+]deb[0-9]+-amd64' |
		awk -v prefix="${1:-}" '{ sub(/^linux-(image|binary)-/, "", $1) }
			index($1 ".", prefix ".") == 1 || index($1 "+", prefix "+") == 1 ||
			$1 == prefix || prefix == ""' |
		sort -u -k1,1V
}

# Since 7.2 a kernel has three packages; before that, linux-image had everything.
kernel_packages() # kernel_packages VERSION
{
	newest far "linux-(image|binary|modules|base)-${1//[+.]/[&]}" | awk '{ print $1 "=" $2 }'
}

# arrange FROM TO VERSION: turns the packages' layout into that of the cache.
arrange()
{
	local from=$1 to=$2 version=$3 modules boot name
	modules=$(find "$from" -type d -path "*/lib/modules/$version" | head -n 1)
	mkdir -p "$to"
	for name in vmlinuz config System.map; do
		for boot in "$modules/$name" "$from/boot/$name-$version"; do
			[ -f "$boot" ] && cp "$boot" "$to/$name" && break
		done
	done
	[ -f "$to/vmlinuz" ] || return 1
	[ -d "$modules/kernel" ] || return 0
	mkdir -p "$from/lib/modules"
	[ -d "$from/lib/modules/$version" ] || mv "$modules" "$from/lib/modules/$version"
	PATH=$PATH:/usr/sbin:/sbin depmod -b "$from" "$version"
	mv "$from/lib/modules/$version" "$to/modules"
}

# The build needs vmlinux for its BTF; the image has it compressed.
extract_vmlinux() # extract_vmlinux KERNEL-FOLDER
{
	local extract
	extract=${KTSTR_TREE:-$(newest_source)}/scripts/extract-vmlinux
	[ -e "$1/vmlinux" ] || [ ! -x "$extract" ] && return
	"$extract" "$1/vmlinuz" > "$1/vmlinux.$$" 2>/dev/null && mv "$1/vmlinux.$$" "$1/vmlinux"
	rm -f "$1/vmlinux.$$"
}

fetch_kernel() # fetch_kernel VERSION: does nothing if it is cached
{
	local version=$1 place=$KTSTR_CACHE/kernels/$1 work packages
	[ -e "$place/vmlinuz" ] && return 0
	packages=$(kernel_packages "$version")
	[ -n "$packages" ] || return 1
	work=$(staging "linux-$version") || return 1
	mkdir "$work/tree"
	download far "$work" $packages && unpack "$work" "$work/tree" &&
		arrange "$work/tree" "$work/kernel" "$version" &&
		publish "$work/kernel" "$place"
	[ -e "$place/vmlinuz" ] || { rm -rf "$work"; return 1; }
	rm -rf "$work"
}

# Tries the newest first, then older ones, as a package may vanish between list and download.
fetch_newest_kernel() # fetch_newest_kernel [PREFIX]
{
	local version
	for version in $(kernel_versions "$1" | awk '{ print $1 }' | sort -Vr | head -n 3); do
		fetch_kernel "$version" && return 0
		say "cannot get linux $version: trying the one before"
	done
	return 1
}

# cached_kernel [PREFIX]: prints the folder of the newest cached kernel; without PREFIX only a
# complete one with sched_ext counts. Only the set-up uses this; ktstr itself chooses the kernel of
# a run.
cached_kernel()
{
	local folder version
	for folder in $(ls -d "$KTSTR_CACHE"/kernels/*/ 2>/dev/null | sort -Vr); do
		version=$(basename "$folder")
		[ -e "$folder/vmlinuz" ] || continue
		if [ -z "${1:-}" ]; then
			grep -qs '^CONFIG_SCHED_CLASS_EXT=y' "$folder/config" &&
				[ -d "$folder/modules" ] && echo "${folder%/}" && return
		else
			case $version in
			"$1" | "$1".* | "$1"+*) echo "${folder%/}" && return ;;
			esac
		fi
	done
	return 1
}

need_kernel() # need_kernel [PREFIX]
{
	[ -z "${KTSTR_REFRESH:-}" ] && cached_kernel "$1" > /dev/null && return 0
	fresh_view far && fetch_newest_kernel "$1" && return 0
	# The lists may name packages that are gone by now.
	fresh_view far anyway && fetch_newest_kernel "$1" && return 0
	cached_kernel "$1" > /dev/null
}

newest_source()
{
	ls -d "$KTSTR_CACHE"/source/linux-*/ 2>/dev/null | sort -V | tail -n 1 | sed 's|/$||'
}

fetch_source()
{
	local name version work place
	read -r name version < <(newest far 'linux-source-[0-9]+[.][0-9]+' | tail -n 1)
	[ -n "${version:-}" ] || return 1
	place=$KTSTR_CACHE/source/linux-$version
	[ -d "$place" ] && return 0
	work=$(staging "$name") || return 1
	mkdir "$work/tree" "$work/source"
	download far "$work" "$name=$version" && unpack "$work" "$work/tree" &&
		say "unpacking the source of linux $version" &&
		tar -xf "$work/tree/usr/src/$name.tar.xz" -C "$work/source" --strip-components=1 &&
		publish "$work/source" "$place"
	rm -rf "$work"
	[ -d "$place" ]
}

need_source()
{
	[ -z "${KTSTR_REFRESH:-}" ] && [ -n "$(newest_source)" ] && return 0
	fresh_view far && fetch_source && return 0
	fresh_view far anyway && fetch_source && return 0
	[ -n "$(newest_source)" ]
}
