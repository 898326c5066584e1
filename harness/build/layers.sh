#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# layers.sh: prints which room includes which and how often, and exits with 1 if an include breaks
# the layers. `make layers`; needs no kernel tree.
#
# A room is a folder named in the table, with its subfolders that are not named there. "files" makes
# a room of single files (without .h and .cpp). Tests and fuzz targets belong to the room they are
# in.
#   ladder  rooms from the bottom up: each may include rooms on lower rungs
#   may     what a room may include besides; NAME/... is that room and all below it
#   tests   the same, but only for the room's tests; "*" means the tests of every room
# Includes of files that are not in this project (skeletons, kselftest.h) do not count.
[ $# = 0 ] || { echo "layers.sh: takes no arguments" >&2; exit 64; }
cd "$(dirname "$0")/../.." || exit 1

rules()
{
	cat << 'END'
files	vmm/machine	vmm/machine vmm/machine_devices
files	harness/top	harness/main harness/coordinator
files	init/top	init/main init/session init/job_run

ladder	vmm/base < vmm < vmm/devices vmm/image vmm/pci < vmm/x86 vmm/virtio < vmm/kvm < vmm/machine

ladder	harness/scenario/topology < harness/scenario < harness/scenario/rules < harness/scenario/json
may	harness/scenario/...	vmm/base
may	harness/wire		harness/scenario/topology harness/scenario vmm/base
may	harness/judge		harness/scenario/... vmm/base

ladder	vmm/... harness/scenario/... harness/wire harness/judge < harness/base < harness/options
ladder	< harness/kernel harness/hosts harness/placement
ladder	< harness/image < harness/plan harness/hosts/emulated < harness/session
ladder	< harness/verdict < harness/report < harness/run < harness/actions < harness/top

ladder	init < init/work init/sched init/x86 < init/scenario init/body < init/top
may	init/...		harness/scenario/... harness/wire vmm/base
may	init/sched		progs
tests	init/x86		vmm/devices vmm/x86

may	cases			harness/scenario/... vmm/base
may	progs
may	bench			vmm/... harness/... init/work

tests	*			harness/base/test_folder
END
}

# Prints "file:line:include" for every quoted include.
includes()
{
	find vmm harness init cases progs bench -name '*.cpp' -o -name '*.h' -o -name '*.bpf.c' |
		sort | xargs grep -nHE '^[[:space:]]*#[[:space:]]*include[[:space:]]+"' |
		sed -E 's/^([^:]*):([0-9]+):[^"]*"([^"]*)".*/\1:\2:\3/'
}

{ rules; echo; includes; } | awk -f harness/build/layers.awk
