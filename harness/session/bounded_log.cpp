/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/bounded_log.h"

#include <algorithm>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace ktstr {

BoundedLog::BoundedLog(UniqueFd file, size_t head, size_t tail)
	: file_(std::move(file)), head_left_(head), tail_size_(tail)
{}

void BoundedLog::append(std::span<const std::byte> bytes)
{
	size_t part = std::min(head_left_, bytes.size());

	pending_ += as_text(bytes.first(part));
	head_left_ -= part;
	tail_ += as_text(bytes.subspan(part));
	if (tail_.size() > 2 * tail_size_) {
		size_t excess = tail_.size() - tail_size_;

		tail_.erase(0, excess);
		dropped_ += excess;
	}
}

Result<void> BoundedLog::flush()
{
	KTSTR_TRY(write_all(file_, pending_));
	pending_.clear();
	return {};
}

Result<void> BoundedLog::finish()
{
	KTSTR_TRY(flush());
	if (tail_.size() > tail_size_) {
		size_t excess = tail_.size() - tail_size_;

		tail_.erase(0, excess);
		dropped_ += excess;
	}
	if (dropped_)
		KTSTR_TRY(write_all(file_, "\n[ktstr: " + std::to_string(dropped_) +
						   " bytes left out]\n"));
	KTSTR_TRY(write_all(file_, tail_));
	tail_.clear();
	return {};
}

} /* namespace ktstr */
