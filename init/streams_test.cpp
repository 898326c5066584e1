/* SPDX-License-Identifier: GPL-2.0 */
#include "init/streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstring>

#include "init/sys.h"

namespace ktstr {
namespace {

class Streams : public testing::Test {
protected:
	void SetUp() override
	{
		Result<StreamPipe> port = make_stream_pipe();

		ASSERT_TRUE(port.ok());
		port_ = std::move(port.value());
		fcntl(port_.writer.get(), F_SETPIPE_SZ, 1 << 20);
		records_ = Records(std::move(port_.writer));
	}

	/* Payload sizes of the records sent so far; all must be of type @type. */
	std::vector<size_t> sizes(RecordType type)
	{
		std::vector<size_t> result;
		WireHeader header;

		while (read(port_.reader.get(), &header, sizeof(header)) ==
		       ssize_t(sizeof(header))) {
			std::string payload(header.length, 0);

			EXPECT_EQ(header.type, uint16_t(type));
			EXPECT_EQ(read(port_.reader.get(), payload.data(), payload.size()),
				  ssize_t(payload.size()));
			result.push_back(payload.size());
		}
		return result;
	}

	Loop loop_;
	StreamPipe port_;
	Records records_;
};

TEST_F(Streams, ForwardInChunksUntilTheEnd)
{
	Result<StreamPipe> made = make_stream_pipe();
	ASSERT_TRUE(made.ok());
	StreamPipe pipe = std::move(made.value());
	std::string seen;
	Stream stream(loop_, records_, RecordType::err, std::move(pipe.reader),
		      [&](std::span<const std::byte> bytes) {
			      seen.append(reinterpret_cast<const char *>(bytes.data()),
					  bytes.size());
		      });
	std::string text(kStreamChunk + 10, 'z');

	ASSERT_EQ(write(pipe.writer.get(), text.data(), text.size()), ssize_t(text.size()));
	EXPECT_FALSE(
		loop_.run_until(boot_time_ns() + 20 * kNsPerMs, [&] { return stream.ended(); }));
	pipe.writer.reset();
	EXPECT_TRUE(
		loop_.run_until(boot_time_ns() + 1000 * kNsPerMs, [&] { return stream.ended(); }));
	EXPECT_EQ(seen, text);
	EXPECT_EQ(sizes(RecordType::err), (std::vector<size_t>{kStreamChunk, 10}));
}

TEST_F(Streams, CloseTakesWhatIsThere)
{
	Result<StreamPipe> made = make_stream_pipe();
	ASSERT_TRUE(made.ok());
	StreamPipe pipe = std::move(made.value());
	Stream stream(loop_, records_, RecordType::out, std::move(pipe.reader));

	ASSERT_EQ(write(pipe.writer.get(), "last", 4), 4);
	stream.close();
	EXPECT_TRUE(stream.ended());
	EXPECT_EQ(sizes(RecordType::out), (std::vector<size_t>{4}));
}

TEST_F(Streams, SendFileToleratesAbsence)
{
	send_file(records_, RecordType::kernel_config, "/nonexistent");
	EXPECT_TRUE(sizes(RecordType::kernel_config).empty());
}

} /* namespace */
} /* namespace ktstr */
