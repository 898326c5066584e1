#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# features.sh CLANG-WISH [BTF-FILE...]: prints make assignments: which libraries $CXX can link
# statically, which clang compiles BPF, and which of the files describes a kernel with sched_ext.
set -u

missing="" defines="" optional=""

links() # links CODE FLAGS...
{
	local code=$1
	shift
	printf '%s\nint main() { return 0; }\n' "$code" |
		$CXX -x c++ -static - -o /dev/null "$@" 2>/dev/null
}

need() # need PACKAGE CODE FLAGS...
{
	local package=$1
	shift
	links "$@" || missing="$missing $package"
}

may_have() # may_have NAME HEADER FLAGS...
{
	local name=$1 header=$2
	shift 2
	if links "#include <stddef.h>
#include <stdio.h>
#include <$header>" "$@"; then
		defines="$defines -DKTSTR_HAVE_$name=1"
		optional="$optional $*"
	fi
}

# Newer elfutils compress with zstd, so the static library needs it too.
elf=-lelf
links 'extern "C" void *elf_begin(int, int, void *); void *(*p)(int, int, void *) = elf_begin;' \
	-lelf -lz || elf="-lelf -lzstd"

need g++ ""
need libelf-dev '#include <libelf.h>
#include <gelf.h>
void *p = (void *)elf_begin;' $elf -lz
need zlib1g-dev '#include <zlib.h>' -lz
need libcap-dev '#include <sys/capability.h>' -lcap
need libmd-dev '#include <sys/types.h>
#include <sha256.h>' -lmd
need libjansson-dev '#include <jansson.h>' -ljansson

may_have ZSTD zstd.h -lzstd
may_have LZMA lzma.h -llzma
may_have LZ4 lz4.h -llz4
may_have BZ2 bzlib.h -lbz2
may_have LZO lzo/lzo1x.h -llzo2

clang=""
for candidate in $1 $(seq -f clang-%g 40 -1 16) clang; do
	version=$($candidate -dumpversion 2>/dev/null) || continue
	[ "${version%%.*}" -ge 16 ] && clang=$candidate && break
done
shift

btf=""
for candidate in "$@"; do
	grep -qa sched_ext_ops "$candidate" 2>/dev/null && btf=$candidate && break
done

cat <<END
KTSTR_MISSING := $(echo $missing)
KTSTR_FEATURE_DEFINES := $(echo $defines)
KTSTR_HOST_LIBS := -lmd $elf -lcap -ljansson$optional -lz
KTSTR_GUEST_LIBS := -lmd $elf -lcap -ljansson -lz
KTSTR_CLANG := $clang
KTSTR_BTF := $btf
END
