# SPDX-License-Identifier: GPL-2.0
#
# `make bench-worker`: what a worker's bookkeeping costs on this machine. To run it in a guest:
# run_ktstr.sh -i build/bench-bin/worker_bench -x '.../worker_bench'.

WORKER_BENCH := $(WORK_DIR)/bench-bin/worker_bench

$(WORKER_BENCH): $(call object_files,guest,bench/worker_bench.cpp init/work/worker.cpp init/work/team_work.cpp init/work/report.cpp) \
		$(call object_files,host,harness/scenario/rules/scenario_needs.cpp)
	$(call msg,LINK,,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) $(PROGRAM_LDFLAGS) $(filter %.o,$^) $(LDFLAGS) -o $@

bench-worker: $(WORKER_BENCH)
	$(Q)$(WORKER_BENCH)

.PHONY: bench-worker
