# SPDX-License-Identifier: GPL-2.0
#
# Make targets that work without a kernel source: `make check`, which fetches one, and those that
# need none.

all unit fuzz bench install run_tests gen_tar:
	@echo "ktstr: no kernel source: run ./run_ktstr.sh once, or give KTSTR_TREE=<unpacked linux>" >&2
	@false

check:
	+harness/build/check.sh

format:
	+harness/build/format.sh

layers:
	harness/build/layers.sh

clean:
	rm -rf $(if $(OUTPUT),$(OUTPUT)/ktstr $(OUTPUT)/ktstr_init $(OUTPUT)/sched_ext $(OUTPUT)/build)

.DEFAULT_GOAL := all
.PHONY: all unit fuzz bench install run_tests gen_tar check format layers clean
