/* SPDX-License-Identifier: GPL-2.0 */
#include "init/body/link.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>
#include <vector>

namespace ktstr {

Result<LinkPair> make_link()
{
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return errno_error("socketpair");
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	return LinkPair{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

bool link_send(const UniqueFd &sender, RecordType type, std::string_view payload)
{
	LinkHeader header = {uint16_t(type), 0};
	std::string message(reinterpret_cast<const char *>(&header), sizeof(header));
	ssize_t n;

	message += payload.substr(0, kRecordMaxPayload);
	do {
		n = send(sender.get(), message.data(), message.size(), MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	return n == ssize_t(message.size());
}

namespace {

/* The records that a body may send: with a result it could forge a verdict. */
bool is_of_a_body(uint16_t type)
{
	const RecordTypeInfo *info = find_record_type(type);

	if (!info)
		return false;
	return info->type == RecordType::check || info->type == RecordType::skip ||
	       info->type == RecordType::stimulus || info->use == RecordUse::measurement;
}

} /* namespace */

bool link_receive(const UniqueFd &receiver,
		  const std::function<void(RecordType, std::string_view)> &take)
{
	std::vector<char> buffer(sizeof(LinkHeader) + kRecordMaxPayload);
	LinkHeader header;

	ssize_t n = recv(receiver.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
	if (n < ssize_t(sizeof(header)))
		return false;
	memcpy(&header, buffer.data(), sizeof(header));
	if (is_of_a_body(header.type))
		take(RecordType(header.type),
		     std::string_view(buffer.data(), size_t(n)).substr(sizeof(header)));
	return true;
}

} /* namespace ktstr */
