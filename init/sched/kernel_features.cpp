/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/kernel_features.h"

#ifdef KTSTR_NO_BPF

namespace ktstr {

std::string missing_kfunc(const std::vector<const char *> &)
{
	return {};
}

} /* namespace ktstr */

#else

#include <bpf/btf.h>

#include <cstring>
#include <memory>
#include <set>
#include <string_view>

namespace ktstr {
namespace {

/* pahole tags what resolve_btfids left callable; older versions tag nothing. */
constexpr char kKfuncTag[] = "bpf_kfunc";

using Names = std::set<std::string_view>;

Names tagged_functions(const btf *kernel)
{
	Names names;

	for (uint32_t id = 1; id < btf__type_cnt(kernel); id++) {
		const btf_type *tag = btf__type_by_id(kernel, id);

		if (!btf_is_decl_tag(tag) ||
		    strcmp(btf__name_by_offset(kernel, tag->name_off), kKfuncTag) != 0)
			continue;
		const btf_type *function = btf__type_by_id(kernel, tag->type);
		if (function && btf_is_func(function))
			names.insert(btf__name_by_offset(kernel, function->name_off));
	}
	return names;
}

} /* namespace */

std::string missing_kfunc(const std::vector<const char *> &kfuncs)
{
	if (kfuncs.empty())
		return {};
	std::unique_ptr<btf, void (*)(btf *)> kernel(btf__load_vmlinux_btf(), btf__free);
	if (!kernel)
		return {};
	Names tagged = tagged_functions(kernel.get());
	for (const char *kfunc : kfuncs) {
		bool there = tagged.empty() ? btf__find_by_name_kind(kernel.get(), kfunc,
								     BTF_KIND_FUNC) > 0
					    : tagged.contains(kfunc);
		if (!there)
			return std::string("feature-missing:kfunc-") + kfunc;
	}
	return {};
}

} /* namespace ktstr */

#endif
