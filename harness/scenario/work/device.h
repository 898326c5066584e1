/* SPDX-License-Identifier: GPL-2.0 */
/* Work that uses the machine's devices. Plain data; see harness/scenario/work.h. */
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "harness/scenario/devices.h"
#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"
#include "harness/scenario/work/traits.h"

namespace ktstr {

/** Writes @kib to the disk and waits for it (fdatasync). */
struct IoSyncWrite {
	uint32_t kib = 16;
};
KTSTR_FIELDS(IoSyncWrite)
{
	v("kib", x.kib, between(1, 16384, "KiB"));
}
KTSTR_NEEDS(IoSyncWrite)
{
	n(kDiskDevice);
}

/** Reads blocks of @kib from random places on the disk, bypassing the page cache. */
struct IoRandRead {
	uint32_t kib = 4;
};
KTSTR_FIELDS(IoRandRead)
{
	v("kib", x.kib, between(4, 16384, "KiB"));
}
KTSTR_NEEDS(IoRandRead)
{
	n(kDiskDevice);
}

/**
 * A sequential write, a random read and an fsync in turn: workers that wait for each other's I/O.
 */
struct IoConvoy {
	uint32_t kib = 16;
};
KTSTR_FIELDS(IoConvoy)
{
	v("kib", x.kib, between(4, 16384, "KiB"));
}
KTSTR_NEEDS(IoConvoy)
{
	n(kDiskDevice);
}

/** Sends frames through the loopback NIC and receives them: packets and interrupts. */
struct NetTraffic {
	uint32_t frame_bytes = 256;
	uint32_t burst = 8; /* frames in flight at a time */
};
KTSTR_FIELDS(NetTraffic)
{
	v("frame_bytes", x.frame_bytes, between(60, 1514, "bytes"));
	v("burst", x.burst, between(1, 128, "frames"));
}
KTSTR_NEEDS(NetTraffic)
{
	n(kNetDevice);
}

/** Sends one frame, sleeps until the NIC's interrupt wakes it, and samples the latency. */
struct IrqWake {
	uint32_t pause_us = 500;
};
KTSTR_FIELDS(IrqWake)
{
	v("pause_us", x.pause_us, kSleepUs);
}
KTSTR_NEEDS(IrqWake)
{
	n(kNetDevice);
}

using DeviceWorkTypes = std::variant<IoSyncWrite, IoRandRead, IoConvoy, NetTraffic, IrqWake>;

} /* namespace ktstr */
