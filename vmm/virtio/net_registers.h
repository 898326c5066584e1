/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Constants and structures of the virtio network device: VIRTIO v1.2 §5.1. Little endian.
 */
#pragma once

#include <array>
#include <cstdint>

namespace ktstr {

constexpr uint16_t kVirtioIdNet = 1;
constexpr uint64_t kNetFeatureMtu = 1ull << 3;		 /* VIRTIO_NET_F_MTU */
constexpr uint64_t kNetFeatureMac = 1ull << 5;		 /* VIRTIO_NET_F_MAC */
constexpr uint64_t kNetFeatureStatus = 1ull << 16;	 /* VIRTIO_NET_F_STATUS */
constexpr uint64_t kNetFeatureControlQueue = 1ull << 17; /* VIRTIO_NET_F_CTRL_VQ */
constexpr uint64_t kNetFeatureMultiqueue = 1ull << 22;	 /* VIRTIO_NET_F_MQ */

/* §5.1.4, up to mtu: later fields belong to features that are not offered. */
struct NetConfig {
	std::array<uint8_t, 6> mac;
	uint16_t status;
	uint16_t max_virtqueue_pairs;
	uint16_t mtu;
};
static_assert(sizeof(NetConfig) == 12);

constexpr uint16_t kNetStatusLinkUp = 1; /* VIRTIO_NET_S_LINK_UP */

/* struct virtio_net_hdr (§5.1.6), before each frame in either direction. */
struct NetHeader {
	uint8_t flags;
	uint8_t gso_type;
	uint16_t header_length;
	uint16_t gso_size;
	uint16_t checksum_start;
	uint16_t checksum_offset;
	uint16_t buffers;
};
static_assert(sizeof(NetHeader) == 12);

constexpr uint8_t kNetHeaderNeedsChecksum = 1; /* VIRTIO_NET_HDR_F_NEEDS_CSUM */
constexpr uint8_t kNetHeaderGsoNone = 0;       /* VIRTIO_NET_HDR_GSO_NONE */

/* Control queue (§5.1.6.5): this header, the command's data, then a writable "ack" byte. */
struct NetControl {
	uint8_t command_class;
	uint8_t command;
};
static_assert(sizeof(NetControl) == 2);

constexpr uint8_t kNetControlOk = 0;	     /* VIRTIO_NET_OK */
constexpr uint8_t kNetControlError = 1;	     /* VIRTIO_NET_ERR */
constexpr uint8_t kNetControlMultiqueue = 4; /* VIRTIO_NET_CTRL_MQ */
constexpr uint8_t kNetControlSetPairs = 0;   /* VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET; data: u16 */

/* Virtqueues (§5.1.2): receive and transmit of each pair, then control. */
constexpr unsigned net_receive_queue(unsigned pair)
{
	return 2 * pair;
}

constexpr unsigned net_transmit_queue(unsigned pair)
{
	return 2 * pair + 1;
}

/** After the last pair known to the driver: without VIRTIO_NET_F_MQ that is the first pair. */
constexpr unsigned net_control_queue(unsigned pairs)
{
	return 2 * pairs;
}

} /* namespace ktstr */
