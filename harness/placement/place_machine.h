/* SPDX-License-Identifier: GPL-2.0 */
/*
 * place_machine(): --pin in the session process: looks at the host, reserves the LLCs that one
 * machine's vCPUs are to have, and says where they go. A machine wider than the host gets all LLCs,
 * and none without a reservation is pinned. Called before the machine is created, by the
 * only thread there is.
 */
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/placement/llc_reservation.h"
#include "harness/scenario/topology/topology.h"
#include "vmm/placement.h"

namespace ktstr {

/** How long a session waits for LLCs on a machine at full speed. */
constexpr uint64_t kPlacementWaitMs = 600000;

struct PlaceRequest {
	Topology topology;
	std::vector<uint64_t> node_memory; /* bytes */
	std::chrono::milliseconds wait;
	std::function<void(const std::string &)> say; /* gets one line, if it waits */
	std::string sysfs = "/sys";
	std::vector<std::string> lock_bases = lock_folder_bases();
};

struct PlacedMachine {
	Placement placement;
	LlcReservation reservation;	/* to be kept until the machine is gone */
	std::string summary;		/* what goes where */
	std::vector<std::string> notes; /* what there are no means for */
};

/** Error: ETIMEDOUT, the LLCs stayed taken. All else that fails is a note, and less of a placement.
 */
Result<PlacedMachine> place_machine(const PlaceRequest &request);

/** How many machines can have an LLC each; 1 where that is not known. */
unsigned host_llc_count();

} /* namespace ktstr */
