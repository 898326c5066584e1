# SPDX-License-Identifier: GPL-2.0
#
# What the machine and the tree offer: libraries, a clang for BPF, a kernel's BTF. features.sh finds
# out once; $(WORK_DIR)/features.mk keeps the answers until the compiler, the user's choices or the
# installed packages change. Below: libbpf, bpftool, skeletons and the tree's schedulers, which
# depend on them.

# Files with a kernel's BTF, best match first. run_ktstr.sh fills the cache outside a kernel tree.
VMLINUX_BTF_PATHS ?= $(if $(O),$(O)/vmlinux) $(if $(KBUILD_OUTPUT),$(KBUILD_OUTPUT)/vmlinux) \
		     $(KTSTR_TREE)/vmlinux \
		     $(shell ls -d $(KTSTR_CACHE)/kernels/*/vmlinux 2>/dev/null | sort -Vr) \
		     /sys/kernel/btf/vmlinux /boot/vmlinux-$(shell uname -r)
KTSTR_BTF_CANDIDATES := $(wildcard $(or $(VMLINUX_BTF),$(VMLINUX_BTF_PATHS)))

# CLANG or LLVM from the user comes first, then the newest clang.
KTSTR_CLANG_WISH := $(if $(or $(LLVM),$(filter command% environment%,$(origin CLANG))),$(CLANG))

KTSTR_KEY := $(CXX) $(CLANG_CROSS_FLAGS)|$(CC)|$(KTSTR_CLANG_WISH)|$(firstword $(KTSTR_BTF_CANDIDATES))|$(KTSTR_TREE)|$(CFLAGS)|$(CXXFLAGS)
ifneq ($(KTSTR_KEY),$(shell cat $(WORK_DIR)/key 2>/dev/null))
$(shell mkdir -p $(WORK_DIR) && rm -f $(WORK_DIR)/features.*)
$(file >$(WORK_DIR)/key,$(KTSTR_KEY))
endif

# Rebuild everything only if the answers change, not each time they are checked.
$(WORK_DIR)/features.stamp: harness/build/features.sh $(wildcard /var/lib/dpkg/status)
	@mkdir -p $(@D)
	@CXX="$(CXX) $(CLANG_CROSS_FLAGS)" harness/build/features.sh "$(KTSTR_CLANG_WISH)" \
		$(KTSTR_BTF_CANDIDATES) > $@.tmp
	@cmp -s $@.tmp $(WORK_DIR)/features.mk || cp $@.tmp $(WORK_DIR)/features.mk
	@mv $@.tmp $@
$(WORK_DIR)/features.mk: $(WORK_DIR)/features.stamp ;

-include $(WORK_DIR)/features.mk

ifneq ($(KTSTR_MISSING),)
$(shell rm -f $(WORK_DIR)/features.*)
$(error ktstr needs $(KTSTR_MISSING). On Debian: apt-get install $(KTSTR_MISSING))
endif

LIBBPF := $(WORK_DIR)/libbpf/libbpf.a
BPFTOOL ?= $(WORK_DIR)/bpftool/bootstrap/bpftool
KTSTR_HAVE_BPF := $(and $(KTSTR_CLANG),$(KTSTR_BTF))
KTSTR_BPF_SOURCES := $(sort $(wildcard progs/*.bpf.c))
KTSTR_SKELETONS := $(if $(KTSTR_HAVE_BPF),\
		   $(KTSTR_BPF_SOURCES:progs/%.bpf.c=$(WORK_DIR)/include/%.bpf.skel.h))
KTSTR_DEFINES := $(KTSTR_FEATURE_DEFINES) $(if $(KTSTR_HAVE_BPF),,-DKTSTR_NO_BPF)
ifeq ($(KTSTR_HAVE_BPF),)
ifneq ($(wildcard $(WORK_DIR)/features.mk),)
$(info ktstr: no $(if $(KTSTR_CLANG),kernel BTF with sched_ext,clang >= 16): cases with a BPF scheduler will skip)
endif
endif

# LLVM may be installed without lld; any linker works for libbpf and bpftool.
KTSTR_LD := $(if $(shell command -v $(LD)),$(LD),ld)
KTSTR_HOSTLD := $(if $(shell command -v $(HOSTLD)),$(HOSTLD),ld)

BPF_LIBRARY := $(KTSTR_TREE)/tools/lib/bpf
$(LIBBPF): $(wildcard $(BPF_LIBRARY)/*.[ch] $(BPF_LIBRARY)/Makefile)
	$(Q)mkdir -p $(@D)
	$(Q)CFLAGS= LDFLAGS= $(MAKE) -C $(BPF_LIBRARY) OUTPUT=$(@D)/ DESTDIR=$(WORK_DIR) prefix= CC="$(CC)" \
		LD=$(KTSTR_LD) HOSTLD=$(KTSTR_HOSTLD) CROSS_COMPILE=$(CROSS_COMPILE) EXTRA_CFLAGS='-g -O2 -fPIC' \
		$@ install_headers > $(@D)/build.log 2>&1 || { cat $(@D)/build.log >&2; false; }

# The bootstrap variant can generate headers and skeletons, which is all we need.
$(WORK_DIR)/bpftool/bootstrap/bpftool: $(wildcard $(KTSTR_TREE)/tools/bpf/bpftool/*.[ch]) $(LIBBPF)
	$(call msg,BPFTOOL,,$@)
	$(Q)mkdir -p $(WORK_DIR)/bpftool
	$(Q)CFLAGS= LDFLAGS= $(MAKE) -C $(KTSTR_TREE)/tools/bpf/bpftool ARCH= CROSS_COMPILE= CC=$(HOSTCC) \
		HOSTCC=$(HOSTCC) LD=$(KTSTR_HOSTLD) HOSTLD=$(KTSTR_HOSTLD) SKIP_CRYPTO=1 \
		OUTPUT=$(WORK_DIR)/bpftool/ bootstrap > $(WORK_DIR)/bpftool/build.log 2>&1 || \
		{ cat $(WORK_DIR)/bpftool/build.log >&2; false; }

VMLINUX_HEADER := $(WORK_DIR)/bpf/include/vmlinux.h
$(VMLINUX_HEADER): $(KTSTR_BTF) $(BPFTOOL) $(WORK_DIR)/features.mk
	$(call msg,GEN,,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(if $(VMLINUX_H),cp "$(VMLINUX_H)" $@,$(BPFTOOL) btf dump file $(KTSTR_BTF) format c > $@)

# Use the same headers as tools/sched_ext.
SCX_INCLUDE := $(KTSTR_TREE)/tools/sched_ext/include
BPF_CFLAGS = -g -O2 -mcpu=v3 -mlittle-endian -D__TARGET_ARCH_x86 -fms-extensions \
	     -Wall -Wno-compare-distinct-pointer-types -Wno-microsoft-anon-tag -Wno-missing-declarations \
	     -ffile-prefix-map=$(CURDIR)=. -Iprogs -I$(WORK_DIR)/bpf/include -I$(WORK_DIR)/include -I$(SCX_INCLUDE) \
	     -I$(SCX_INCLUDE)/bpf-compat -I$(KTSTR_TREE)/tools/include/uapi -I$(KTSTR_TREE)/include \
	     -idirafter /usr/include/$(shell $(CXX) $(CLANG_CROSS_FLAGS) -dumpmachine) -idirafter /usr/include

$(WORK_DIR)/bpf/%.bpf.o: progs/%.bpf.c $(VMLINUX_HEADER) $(LIBBPF)
	$(call msg,CLNG-BPF,,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(KTSTR_CLANG) $(BPF_CFLAGS) -target bpf -MMD -MP -MF $@.d -c $< -o $@

# bpftool links the object once, as libbpf requires for skeletons.
$(WORK_DIR)/include/%.bpf.skel.h: $(WORK_DIR)/bpf/%.bpf.o $(BPFTOOL)
	$(call msg,GEN-SKEL,,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BPFTOOL) gen object $(<:.bpf.o=.linked.o) $<
	$(Q)$(BPFTOOL) gen skeleton $(<:.bpf.o=.linked.o) name $* > $@

# The tree's own schedulers, for the cases that run them. If one does not build, its cases skip.
# clang 19 turns three arena stores in scx_qmap (qmap_fifo_remove()) into a memset without the
# address cast, which the verifier rejects.
$(OUTPUT)/sched_ext: $(WORK_DIR)/sched_ext.stamp
	$(Q)touch -c $@

$(WORK_DIR)/sched_ext.stamp: $(if $(KTSTR_HAVE_BPF),$(VMLINUX_HEADER)) $(LIBBPF) \
			     $(wildcard $(KTSTR_TREE)/tools/sched_ext/*.[ch])
	$(Q)mkdir -p $(WORK_DIR)/sched_ext $(OUTPUT)/sched_ext/bin
ifneq ($(KTSTR_HAVE_BPF),)
	$(call msg,SCHED_EXT,,$@)
	$(Q)CFLAGS= LDFLAGS= $(MAKE) -k -C $(KTSTR_TREE)/tools/sched_ext O=$(WORK_DIR)/sched_ext CLANG="$(KTSTR_CLANG) -fno-builtin-memset" \
		VMLINUX_BTF=$(KTSTR_BTF) VMLINUX_H=$(VMLINUX_HEADER) BPFTOOL=$(BPFTOOL) \
		HOSTLD=$(KTSTR_HOSTLD) > $(WORK_DIR)/sched_ext/build.log 2>&1 || \
		echo "ktstr: parts of tools/sched_ext do not build: see $(WORK_DIR)/sched_ext/build.log" >&2
	$(Q)cp $(WORK_DIR)/sched_ext/build/bin/scx_* $(OUTPUT)/sched_ext/bin/ 2>/dev/null || true
endif
	$(Q)touch $@
