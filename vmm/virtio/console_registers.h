/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Constants and structures of the virtio console: VIRTIO v1.2 §5.3. Little endian.
 */
#pragma once

#include <cstdint>

namespace ktstr {

constexpr uint16_t kVirtioIdConsole = 3;
constexpr uint64_t kConsoleFeatureSize = 1;	 /* VIRTIO_CONSOLE_F_SIZE */
constexpr uint64_t kConsoleFeatureMultiport = 2; /* VIRTIO_CONSOLE_F_MULTIPORT */

/* Ends at max_nr_ports; emerg_wr is omitted, like its feature. */
struct ConsoleConfig {
	uint16_t columns;
	uint16_t rows;
	uint32_t max_ports;
};
static_assert(sizeof(ConsoleConfig) == 8);

struct ConsoleControl {
	uint32_t id; /* port */
	uint16_t event;
	uint16_t value;
};
static_assert(sizeof(ConsoleControl) == 8);

struct ConsoleResize {
	uint16_t columns;
	uint16_t rows;
};
static_assert(sizeof(ConsoleResize) == 4);

enum ConsoleEvent : uint16_t {
	kConsoleDeviceReady = 0,
	kConsolePortAdd = 1,
	kConsolePortRemove = 2,
	kConsolePortReady = 3,
	kConsoleConsolePort = 4,
	kConsoleResize = 5,
	kConsolePortOpen = 6,
	kConsolePortName = 7,
};

/* Virtqueues (§5.3.2): port 0, then control, then the other ports; receive before transmit. */
constexpr unsigned kControlReceiveQueue = 2;
constexpr unsigned kControlTransmitQueue = 3;

constexpr unsigned receive_queue(unsigned port)
{
	return port == 0 ? 0 : 2 + 2 * port;
}

constexpr unsigned transmit_queue(unsigned port)
{
	return receive_queue(port) + 1;
}

} /* namespace ktstr */
