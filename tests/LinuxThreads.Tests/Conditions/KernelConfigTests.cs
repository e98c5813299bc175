using System.IO.Compression;
using System.Text;
using LinuxThreads.Conditions;

namespace LinuxThreads.Tests.Conditions;

public sealed class KernelConfigTests
{
    private const string Text = "#\n# Automatically generated\n#\nCONFIG_HZ=250\nCONFIG_PSI=y\nCONFIG_MOD=m\n# CONFIG_YAMA is not set\nCONFIG_NAME=\"a=b\"\n";

    [Test]
    public void An_option_is_set_if_built_in_or_a_module()
    {
        var config = KernelConfig.Parse(Encoding.ASCII.GetBytes(Text), "config");

        config.IsSet("CONFIG_PSI").Should().BeTrue();
        config.IsSet("CONFIG_MOD").Should().BeTrue();
        config.IsSet("CONFIG_YAMA").Should().BeFalse();
        config.IsSet("CONFIG_UNHEARD_OF").Should().BeFalse();
        config.IsSet("CONFIG_HZ").Should().BeFalse();
        config.Number("CONFIG_HZ").Should().Be(250);
    }

    [Test]
    public void An_option_that_is_not_set_is_mentioned_and_one_that_does_not_exist_is_not()
    {
        var config = KernelConfig.Parse(Encoding.ASCII.GetBytes(Text), "config");

        config.Mentions("CONFIG_YAMA").Should().BeTrue();
        config.Mentions("CONFIG_UNHEARD_OF").Should().BeFalse();
    }

    [Test]
    public void The_compressed_file_of_proc_comes_before_that_of_boot()
    {
        using var tree = new SyntheticTree()
            .With("proc/config.gz", Zip(Text))
            .With("boot/config-6.1.0-test", "CONFIG_HZ=1000\n");

        KernelConfig.TryRead(tree.Root, "6.1.0-test", out _)!.Number("CONFIG_HZ").Should().Be(250);
    }

    [Test]
    public void A_file_cut_short_is_passed_over_and_named()
    {
        using var tree = new SyntheticTree()
            .With("proc/config.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff])
            .With("boot/config-6.1.0-test", "CONFIG_HZ=1000\n");

        KernelConfig.TryRead(tree.Root, "6.1.0-test", out _)!.Number("CONFIG_HZ").Should().Be(1000);
        KernelConfig.TryRead(tree.Root, null, out var reason).Should().BeNull();
        reason.Should().Contain("config.gz");
    }

    private static byte[] Zip(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.ASCII.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
