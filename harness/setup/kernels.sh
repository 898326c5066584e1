# SPDX-License-Identifier: GPL-2.0
#
# Distro kernels and kernel source, unpacked from their packages into the cache:
# kernels/VERSION/{vmlinuz,config,System.map,modules/,vmlinux} and source/linux-VERSION. A kernel of
# which only the image is left in the archive has only vmlinuz and vmlinux.

# kernel_versions [PREFIX]: "VERSION PACKAGE-VERSION" known to the archive, newest last; neither cloud
# and rt flavours (the first lacks 9p) nor release candidates.
kernel_versions()
{
	newest far 'linux-(image|binary)-[0-9]+[.][0-9]+[.][0-9]+[+]deb[0-9]+-amd64' |
		awk -v prefix="${1:-}" '{ sub(/^linux-(image|binary)-/, "", $1) }
			index($1 ".", prefix ".") == 1 || index($1 "+", prefix "+") == 1 ||
			$1 == prefix || prefix == ""' |
		sort -u -k1,1V
}

# Since 7.2 a kernel is three packages; before, linux-image held everything.
kernel_packages() # kernel_packages VERSION
{
	newest far "linux-(image|binary|modules|base)-${1//[+.]/[&]}" | awk '{ print $1 "=" $2 }'
}

# arrange FROM TO VERSION: one layout, whatever the packages' own.
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

# The types that BPF programs are built against sit in the image, compressed.
extract_vmlinux() # extract_vmlinux KERNEL-FOLDER
{
	local extract
	extract=${KTSTR_TREE:-$(newest_source)}/scripts/extract-vmlinux
	[ -e "$1/vmlinux" ] || [ ! -x "$extract" ] && return
	"$extract" "$1/vmlinuz" > "$1/vmlinux.$$" 2>/dev/null && mv "$1/vmlinux.$$" "$1/vmlinux"
	rm -f "$1/vmlinux.$$"
}

fetch_kernel() # fetch_kernel VERSION: does nothing when it is there
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

# Newest first; when one vanished between list and download, the one before it.
fetch_newest_kernel() # fetch_newest_kernel [PREFIX]
{
	local version
	for version in $(kernel_versions "$1" | awk '{ print $1 }' | sort -Vr | head -n 3); do
		fetch_kernel "$version" && return 0
		say "linux $version cannot be had: trying the one before"
	done
	return 1
}

# cached_kernel [PREFIX]: folder of the newest one there; complete ones only when no prefix is given.
# Whether to fetch is asked before ktstr is built; which one a run takes is ktstr's to say.
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
	# Lists of this morning name packages that are gone by now.
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
