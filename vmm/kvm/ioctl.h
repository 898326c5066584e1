/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two wrappers for ioctl on a KVM descriptor: kvm_ioctl_raw() returns what the kernel returned (-1
 * and errno); kvm_ioctl() turns a failure into an Error. The request is a template argument, so
 * that the compiler checks the size encoded in it against the argument's type. Any thread.
 */
#pragma once

#include <linux/kvm.h>
#include <sys/ioctl.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

template <unsigned long Request, typename T>
int kvm_ioctl_raw(const UniqueFd &fd, T *argument)
{
	static_assert(_IOC_SIZE(Request) == sizeof(T), "ioctl argument has the wrong size");
	return ioctl(fd.get(), Request, argument);
}

/** For requests whose argument is a plain number or absent. */
template <unsigned long Request>
int kvm_ioctl_raw(const UniqueFd &fd, unsigned long argument = 0)
{
	static_assert(_IOC_SIZE(Request) == 0, "this ioctl takes a pointer");
	return ioctl(fd.get(), Request, argument);
}

/** @name is the request's name; errors read "KVM_RUN: Bad address". */
template <unsigned long Request, typename T>
Result<int> kvm_ioctl(const UniqueFd &fd, const char *name, T *argument)
{
	int ret = kvm_ioctl_raw<Request>(fd, argument);
	if (ret < 0)
		return errno_error(name);
	return ret;
}

template <unsigned long Request>
Result<int> kvm_ioctl(const UniqueFd &fd, const char *name, unsigned long argument = 0)
{
	int ret = kvm_ioctl_raw<Request>(fd, argument);
	if (ret < 0)
		return errno_error(name);
	return ret;
}

/**
 * For requests that take { count, padding, entries[] }. Passes @entries and returns those that KVM
 * wrote back. The UAPI structures do not work here: in C++, __DECLARE_FLEX_ARRAY makes them larger,
 * which changes the size encoded in the request.
 */
template <unsigned long Request, typename Entry>
Result<int> kvm_table_ioctl(const UniqueFd &fd, const char *name, std::vector<Entry> &entries)
{
	struct Head {
		uint32_t count;
		uint32_t padding;
	} head = {uint32_t(entries.size()), 0};
	constexpr unsigned long kSizeField = static_cast<unsigned long>(_IOC_SIZEMASK)
					     << _IOC_SIZESHIFT;
	constexpr unsigned long kRequest = (Request & ~kSizeField) | sizeof(Head) << _IOC_SIZESHIFT;

	size_t entry_bytes = entries.size() * sizeof(Entry);
	std::vector<std::byte> bytes(sizeof(head) + entry_bytes);
	memcpy(bytes.data(), &head, sizeof(head));
	if (entry_bytes)
		memcpy(bytes.data() + sizeof(head), entries.data(), entry_bytes);
	int ret = ioctl(fd.get(), kRequest, bytes.data());
	if (ret < 0)
		return errno_error(name);
	memcpy(&head, bytes.data(), sizeof(head));
	KTSTR_ASSERT(head.count <= entries.size());
	entries.resize(head.count);
	if (head.count)
		memcpy(entries.data(), bytes.data() + sizeof(head), head.count * sizeof(Entry));
	return ret;
}

#define KTSTR_KVM_TABLE(fd, request, entries)                                                      \
	::ktstr::kvm_table_ioctl<request>(fd, #request, entries)

#define KTSTR_KVM(fd, request, ...)                                                                \
	::ktstr::kvm_ioctl<request>(fd, #request __VA_OPT__(, ) __VA_ARGS__)

} /* namespace ktstr */
