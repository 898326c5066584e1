/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/doorbells.h"

#include "vmm/kvm/ioctl.h"

namespace ktstr {

Result<void> KvmDoorbells::bind(uint64_t address, const UniqueFd &event)
{
	kvm_ioeventfd doorbell = {};
	doorbell.addr = address;
	doorbell.len = 0; /* any width (KVM_CAP_IOEVENTFD_ANY_LENGTH) */
	doorbell.fd = event.get();
	KTSTR_TRY(KTSTR_KVM(vm_.fd(), KVM_IOEVENTFD, &doorbell));
	return {};
}

} /* namespace ktstr */
