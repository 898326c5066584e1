/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_side.h"

namespace ktstr {

void TopologySide::same(const std::string &where, const std::string &got, const std::string &want)
{
	compared_++;
	if (got == want)
		return;
	if (differences_++ == 0)
		first_ = where + ": got '" + got + "', want '" + want + "'";
}

void TopologySide::same(const std::string &where, uint64_t got, uint64_t want)
{
	same(where, std::to_string(got), std::to_string(want));
}

void TopologySide::file(const std::string &path, const std::string &want)
{
	same(path, read(path), want);
}

void TopologySide::list_file(const std::string &path, const CpuSet &want)
{
	std::string text = read(path);
	Result<CpuSet> got = parse_cpu_set(text);

	/* An empty list and a missing file look alike. */
	same(path, got && (got.value().any() || want.none()) ? to_text(got.value()) : text,
	     to_text(want));
}

void TopologySide::report()
{
	std::string lacking = lacking_.empty() ? "" : ", there is no " + lacking_;

	guest_.check({
		.name = name_,
		.status = differences_			  ? CheckReport::fail
			  : compared_ && lacking_.empty() ? CheckReport::pass
							  : CheckReport::no_data,
		.measured = double(differences_),
		.bound = 0,
		.unit = "differences",
		.detail = differences_ ? first_ : std::to_string(compared_) + " compared" + lacking,
	});
}

} /* namespace ktstr */
