/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/guest_image.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"
#include "harness/image/test_module.h"

namespace ktstr {
namespace {

using Names = std::vector<std::string>;

class GuestImagesTest : public testing::Test {
protected:
	GuestImagesTest()
	{
		settings_.init = folder_.write("init", "not run");
		kernel_.paths.modules = folder_.path() + "/modules";
		for (auto [name, depends] :
		     {std::pair("virtio_net", "net_failover"),
		      std::pair("net_failover", "failover"), std::pair("failover", ""),
		      std::pair("af_packet", ""), std::pair("virtio_blk", ""),
		      std::pair("virtio_console", "")})
			folder_.write(std::string("modules/kernel/") + name + ".ko",
				      test::make_module(depends));
	}

	std::unique_ptr<GuestImages> create(const std::string &config)
	{
		kernel_.config = KernelConfig::parse(config);
		kernel_.config_text = config;
		return GuestImages::create(settings_, kernel_, {}, false, "",
					   folder_.path() + "/image")
			.value();
	}
	static Names modules(GuestImages &images, const ImageNeeds &needs)
	{
		GuestImage image = images.image_for(needs).value();
		Names names;

		for (const std::string &path : image.modules)
			names.push_back(base_name(path));
		return names;
	}
	std::string program(const std::string &name, const std::string &content)
	{
		std::string path = folder_.write(name, content);

		chmod(path.c_str(), 0755);
		return path;
	}
	static bool holds(const GuestImage &image, const std::string &name)
	{
		return read_file(image.archive).value().find(name) != std::string::npos;
	}

	test::TestFolder folder_;
	Settings settings_;
	KernelUnderTest kernel_;
};

TEST_F(GuestImagesTest, DriversComeToWhomNeedsThem)
{
	std::unique_ptr<GuestImages> images =
		create("CONFIG_VIRTIO_PCI=y\nCONFIG_VIRTIO_CONSOLE=m\nCONFIG_VIRTIO_NET=m\n"
		       "CONFIG_PACKET=m\nCONFIG_VIRTIO_BLK=m\n");

	EXPECT_EQ(modules(*images, {}), Names{"virtio_console.ko"});
	EXPECT_EQ(modules(*images, {.devices = {"net"}}),
		  (Names{"virtio_console.ko", "failover.ko", "net_failover.ko", "virtio_net.ko",
			 "af_packet.ko"}));
	EXPECT_EQ(modules(*images, {.devices = {"disk"}}),
		  (Names{"virtio_console.ko", "virtio_blk.ko"}));
	EXPECT_FALSE(holds(images->image_for({}).value(), "virtio_net.ko"));
	EXPECT_TRUE(holds(images->image_for({.devices = {"net"}}).value(), "virtio_net.ko"));
}

TEST_F(GuestImagesTest, BuiltInDriversBringNothing)
{
	std::unique_ptr<GuestImages> images = create("CONFIG_VIRTIO_NET=y\nCONFIG_PACKET=y\n");

	EXPECT_EQ(modules(*images, {.devices = {"net"}}), Names{});
}

TEST_F(GuestImagesTest, TheGuestHasTheConfiguration)
{
	kernel_.release = "7.3.4-test";
	EXPECT_TRUE(
		holds(create("CONFIG_HZ=250\n")->image_for({}).value(), "boot/config-7.3.4-test"));
	EXPECT_TRUE(holds(create("CONFIG_HZ=250\n")->image_for({}).value(), "CONFIG_HZ=250\n"));
	kernel_.release = "../7.3.4";
	EXPECT_FALSE(holds(create("")->image_for({}).value(), "boot/config"));
}

TEST_F(GuestImagesTest, EqualNeedsShareAnArchive)
{
	std::unique_ptr<GuestImages> images = create("");
	std::string tool = program("tool", "no script");
	std::string plain = images->image_for({}).value().archive;

	EXPECT_EQ(images->image_for({}).value().archive, plain);
	GuestImage with = images->image_for({.payloads = {tool}}).value();
	EXPECT_NE(with.archive, plain);
	EXPECT_EQ(images->image_for({.payloads = {tool}}).value().archive, with.archive);
	EXPECT_TRUE(holds(with, tool.substr(1)));
	EXPECT_FALSE(images->image_for({.payloads = {tool + "x"}}).ok());
	images.reset();
	EXPECT_FALSE(file_exists(plain));
}

TEST_F(GuestImagesTest, AShellComesWithScriptsAlone)
{
	std::unique_ptr<GuestImages> images = create("");
	/* An interpreter that exists everywhere and is not a shell. */
	std::string script = program("script", "#!/proc/self/exe\n"),
		    tool = program("tool", "none");

	EXPECT_FALSE(holds(images->image_for({.payloads = {tool}}).value(), "bin/sleep"));
	EXPECT_TRUE(holds(images->image_for({.payloads = {script}}).value(), "bin/sleep"));
}

} /* namespace */
} /* namespace ktstr */
