/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/uevent.h"

#include <linux/netlink.h>
#include <sys/socket.h>

namespace ktstr {

UniqueFd open_uevents()
{
	constexpr unsigned kKernelGroup = 1;
	struct sockaddr_nl address = {};

	UniqueFd fd(socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			   NETLINK_KOBJECT_UEVENT));
	address.nl_family = AF_NETLINK;
	address.nl_groups = kKernelGroup;
	if (fd.valid() &&
	    bind(fd.get(), reinterpret_cast<struct sockaddr *>(&address), sizeof(address)) < 0)
		fd.reset();
	return fd;
}

std::string scx_ops_of_uevent(std::string_view message)
{
	constexpr std::string_view kKey = "SCXOPS=";

	while (!message.empty()) {
		std::string_view field = message.substr(0, message.find('\0'));

		if (field.starts_with(kKey))
			return std::string(field.substr(kKey.size()));
		if (field.size() == message.size())
			break;
		message.remove_prefix(field.size() + 1);
	}
	return {};
}

bool take_scx_uevents(const UniqueFd &socket)
{
	char buffer[8192];
	bool seen = false;
	ssize_t n;

	while ((n = recv(socket.get(), buffer, sizeof(buffer), MSG_DONTWAIT)) > 0)
		seen |= !scx_ops_of_uevent(std::string_view(buffer, size_t(n))).empty();
	return seen;
}

} /* namespace ktstr */
