/* SPDX-License-Identifier: GPL-2.0 */
/*
 * place_machine() implements --pin in the session process: reads the host's topology, reserves LLCs
 * for one machine's vCPUs, and decides where they go. A machine wider than the host takes all LLCs.
 * Nothing is pinned without a reservation. Called before the machine is created, while the process
 * has one thread.
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

/** How long a session waits for LLCs on a machine at full speed; scaled up on slower ones. */
constexpr uint64_t kPlacementWaitMs = 600000;

struct PlaceRequest {
	Topology topology;
	std::vector<uint64_t> node_memory; /* bytes */
	std::chrono::milliseconds wait;
	std::function<void(const std::string &)> say; /* receives one line if it waits */
	std::string sysfs = "/sys";
	std::vector<std::string> lock_bases = lock_folder_bases();
};

struct PlacedMachine {
	Placement placement;
	LlcReservation reservation;	/* keep until the machine is gone */
	std::string summary;		/* what was placed where */
	std::vector<std::string> notes; /* what could not be done */
};

/**
 * Error: ETIMEDOUT, the LLCs stayed taken. Every other failure becomes a note and a reduced
 * placement.
 */
Result<PlacedMachine> place_machine(const PlaceRequest &request);

/** How many machines can have an LLC each; 1 if unknown. */
unsigned host_llc_count();

} /* namespace ktstr */
