/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest's measurements, without checksums: each record has one byte for its type, two for its
 * length, then the payload. Complete measurements survive being sent and read again.
 */
#include "harness/wire/test_measurement.h"
#include "vmm/base/result.h"

using namespace ktstr;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	SentRecords records;

	while (size >= 3) {
		size_t length = std::min<size_t>(data[1] | data[2] << 8, size - 3);

		records.emplace_back(RecordType(data[0]),
				     std::string(reinterpret_cast<const char *>(data + 3), length));
		data += 3 + length;
		size -= 3 + length;
	}
	MeasurementReader reader = read_measurements(records);
	if (!reader.complete())
		return 0;
	SentRecords again = send_measurements(reader.measurements());
	MeasurementReader back = read_measurements(again);
	KTSTR_ASSERT(back.complete());
	KTSTR_ASSERT(send_measurements(back.measurements()) == again);
	return 0;
}
