# SPDX-License-Identifier: GPL-2.0
#
# The project's own tests. unit-*: programs of all foo_test.cpp, for each side and sanitizer;
# fuzz: one program for each foo_fuzz.cpp. check.sh runs them; nothing here is in the suite's build.

HOST_UNIT := $(filter %_test.cpp,$(call sources,vmm harness cases))
GUEST_UNIT := $(filter %_test.cpp,$(call sources,init))
FUZZ_SOURCES := $(filter %_fuzz.cpp,$(call sources,vmm harness init))
HOST_PARTS := $(filter-out harness/main.cpp,$(HOST_SOURCES))
GUEST_PARTS := $(filter-out init/main.cpp,$(GUEST_SOURCES))

ASAN := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
TSAN := -O1 -fsanitize=thread
FUZZ_CXX := $(or $(FUZZ_CXX),$(patsubst clang%,clang++%,$(notdir $(KTSTR_CLANG))))
# Fuzzed parsers are small: no optional library is worth building twice, so they stay as they are.
FUZZ := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all

$(eval $(call compile_rule,host-asan,$(CXX) $$(KTSTR_CXXFLAGS) $$(ASAN)))
$(eval $(call compile_rule,host-tsan,$(CXX) $$(KTSTR_CXXFLAGS) $$(TSAN)))
$(eval $(call compile_rule,guest-asan,$(CXX) $$(KTSTR_CXXFLAGS) $$(GUEST_INCLUDES) $$(ASAN)))
$(eval $(call compile_rule,fuzz,$(FUZZ_CXX) $$(KTSTR_CXXFLAGS) $$(GUEST_INCLUDES) $$(FUZZ)))
$(eval $(call guest_prerequisites,guest-asan))
$(call object_files,fuzz,$(call sources,init)): | $(LIBBPF) $(KTSTR_SKELETONS)

# $(call unit_program,folder,sources,flags,libraries)
define unit_program
$(WORK_DIR)/unit-$(1): $(call object_files,$(1),$(2)) $(if $(filter guest%,$(1)),$(LIBBPF))
	$$(call msg,LINK,,$$@)
	$$(Q)$(CXX) $(3) -pthread $$(filter %.o %.a,$$^) -lgtest_main -lgtest $(4) -o $$@
endef

UNIT_PROGRAMS := $(if $(HOST_UNIT),unit-host unit-host-asan unit-host-tsan) \
		 $(if $(GUEST_UNIT),unit-guest unit-guest-asan)
$(eval $(call unit_program,host,$(HOST_PARTS) $(HOST_UNIT),,$(KTSTR_HOST_LIBS)))
$(eval $(call unit_program,host-asan,$(HOST_PARTS) $(HOST_UNIT),$(ASAN),$(KTSTR_HOST_LIBS)))
$(eval $(call unit_program,host-tsan,$(HOST_PARTS) $(HOST_UNIT),$(TSAN),$(KTSTR_HOST_LIBS)))
$(eval $(call unit_program,guest,$(GUEST_PARTS) $(GUEST_UNIT),,$(KTSTR_GUEST_LIBS)))
$(eval $(call unit_program,guest-asan,$(GUEST_PARTS) $(GUEST_UNIT),$(ASAN),$(KTSTR_GUEST_LIBS)))

# Sides share files; each target takes what it needs out of an archive of its side.
FUZZ_PROGRAMS := $(patsubst %.cpp,$(WORK_DIR)/fuzz-bin/%,$(subst /,_,$(FUZZ_SOURCES)))
$(WORK_DIR)/fuzz-host.a: $(call object_files,fuzz,$(HOST_PARTS))
$(WORK_DIR)/fuzz-guest.a: $(call object_files,fuzz,$(GUEST_PARTS))
$(WORK_DIR)/fuzz-host.a $(WORK_DIR)/fuzz-guest.a:
	$(Q)rm -f $@ && ar rcs $@ $(filter %.o,$^)

define fuzz_program
$(WORK_DIR)/fuzz-bin/$(subst /,_,$(1:.cpp=)): $(call object_files,fuzz,$(1)) \
		$(WORK_DIR)/fuzz-$(2).a $(if $(filter guest,$(2)),$(LIBBPF))
	$$(call msg,LINK,,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(FUZZ_CXX) -fsanitize=fuzzer,address,undefined -pthread $$(filter %.o %.a,$$^) \
		$(if $(filter guest,$(2)),$(KTSTR_GUEST_LIBS),$(KTSTR_HOST_LIBS)) -o $$@
endef
$(foreach source,$(FUZZ_SOURCES),$(eval $(call \
	fuzz_program,$(source),$(if $(filter init/%,$(source)),guest,host))))

unit-programs: $(addprefix $(WORK_DIR)/,$(UNIT_PROGRAMS))
fuzz-programs: $(if $(FUZZ_CXX),$(FUZZ_PROGRAMS))

unit: unit-programs
	$(Q)harness/build/run_unit.sh $(addprefix $(WORK_DIR)/,$(UNIT_PROGRAMS))

FUZZ_SECONDS ?= 5
fuzz: fuzz-programs
	$(Q)harness/build/run_fuzz.sh $(FUZZ_SECONDS) $(FUZZ_PROGRAMS)

# Measurements bring their own rules.
-include $(wildcard bench/*.mk)
ifeq ($(wildcard bench/*.mk),)
bench:
	@echo "ktstr: no measurements here" >&2
endif

check:
	+$(Q)harness/build/check.sh

format:
	+$(Q)harness/build/format.sh

.PHONY: unit-programs fuzz-programs unit fuzz bench check format
