/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/frame_socket.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "harness/scenario/devices.h"

namespace ktstr {

namespace {

constexpr uint16_t kType = 0x88b5; /* an IEEE 802 local experimental EtherType */

struct __attribute__((packed)) OwnFrame {
	struct ether_header header;
	uint32_t process; /* in network order, as the filter reads it */
	uint64_t number;
};

static_assert(sizeof(OwnFrame) == 26);

} /* namespace */

template <typename Value>
void FrameSocket::set_option(int level, int option, const Value &value, const char *what) const
{
	if (setsockopt(fd_.get(), level, option, &value, sizeof(value)) < 0)
		worker_.fail(what);
}

FrameSocket::FrameSocket(const Worker &worker, size_t frame_bytes)
	: worker_(worker),
	  fd_(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)), /* 0: nothing before bind(2) */
	  frame_(frame_bytes)
{
	struct sockaddr_ll address = {};

	if (!fd_.valid())
		worker.fail("open a packet socket");
	address.sll_family = AF_PACKET;
	address.sll_protocol = htons(kType);
	address.sll_ifindex = set_up_interface();
	set_up_buffers();
	take_own_frames_only();
	if (bind(fd_.get(), reinterpret_cast<sockaddr *>(&address), sizeof(address)) < 0)
		worker.fail("bind a packet socket");
}

int FrameSocket::set_up_interface()
{
	struct ifreq request = {};
	OwnFrame own = {};
	int fd = fd_.get();

	strncpy(request.ifr_name, worker_.team().devices().find(kNetDevice.name), IFNAMSIZ - 1);
	if (ioctl(fd, SIOCGIFINDEX, &request) < 0)
		worker_.fail("find the network device");
	int index = request.ifr_ifindex;
	/*
	 * To itself: a NIC that checks addresses accepts it, any other one sends it back as well.
	 */
	if (ioctl(fd, SIOCGIFHWADDR, &request) < 0)
		worker_.fail("address of the network device");
	memcpy(own.header.ether_dhost, request.ifr_hwaddr.sa_data, ETH_ALEN);
	memcpy(own.header.ether_shost, request.ifr_hwaddr.sa_data, ETH_ALEN);
	own.header.ether_type = htons(kType);
	own.process = htonl(uint32_t(getpid()));
	memcpy(frame_.data(), &own, sizeof(own));
	if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
		worker_.fail("state of the network device");
	if (request.ifr_flags & IFF_UP)
		return index;
	request.ifr_flags |= IFF_UP;
	if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		worker_.fail("bring up the network device");
	return index;
}

void FrameSocket::set_up_buffers() const
{
	/* Enough for the largest burst (scenario/work/device.h), with an sk_buff per frame. */
	constexpr int kBytes = 1 << 20;
	/* A device that gets stuck with frames counts as one that loses them. */
	constexpr struct timeval kLongestSend = {0, 100000};

	set_option(SOL_SOCKET, SO_RCVBUFFORCE, kBytes, "room for frames received");
	set_option(SOL_SOCKET, SO_SNDBUFFORCE, kBytes, "room for frames sent");
	set_option(SOL_SOCKET, SO_SNDTIMEO, kLongestSend, "time for frames to be sent");
}

void FrameSocket::take_own_frames_only() const
{
	constexpr uint32_t kAll = 0x40000;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(OwnFrame, process)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, uint32_t(getpid()), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, kAll),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	set_option(SOL_SOCKET, SO_ATTACH_FILTER, program, "filter of a packet socket");
	/* Otherwise each frame also arrives as it is sent (dev_queue_xmit_nit()). */
	set_option(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1, "PACKET_IGNORE_OUTGOING");
}

bool FrameSocket::send(uint64_t number)
{
	memcpy(frame_.data() + offsetof(OwnFrame, number), &number, sizeof(number));
	for (;;) {
		if (::send(fd_.get(), frame_.data(), frame_.size(), 0) >= 0)
			return true;
		if (errno == ENOBUFS || errno == EAGAIN)
			return false;
		if (errno != EINTR)
			worker_.fail("send a frame");
	}
}

bool FrameSocket::receive(uint64_t number, uint64_t deadline_ns)
{
	for (;;) {
		OwnFrame frame;
		ssize_t count = recv(fd_.get(), &frame, sizeof(frame), MSG_DONTWAIT);

		if (count == sizeof(frame) && frame.number >= number)
			return true;
		if (count >= 0)
			continue;
		if (errno != EAGAIN && errno != EINTR)
			worker_.fail("receive a frame");
		uint64_t now = work_clock_ns();
		if (now >= deadline_ns)
			return false;
		struct pollfd wanted = {fd_.get(), POLLIN, 0};
		struct timespec left = {time_t((deadline_ns - now) / 1000000000),
					long((deadline_ns - now) % 1000000000)};
		if (ppoll(&wanted, 1, &left, nullptr) < 0 && errno != EINTR)
			worker_.fail("wait for a frame");
	}
}

} /* namespace ktstr */
