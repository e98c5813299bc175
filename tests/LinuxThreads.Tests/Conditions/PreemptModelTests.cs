using System.Text;
using LinuxThreads.Conditions;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Conditions;

public sealed class PreemptModelTests
{
    private const string Dynamic = "Linux version 6.8.0 (x@y) #1 SMP PREEMPT_DYNAMIC Tue";
    private const string Preempt = "Linux version 6.8.0 (x@y) #1 SMP PREEMPT Tue";
    private const string Silent = "Linux version 6.8.0 (x@y) #1 SMP Tue";
    private static readonly KernelVersion V68 = new(6, 8);

    [TestCase("none voluntary (full)", "full")]
    [TestCase("(none) voluntary full lazy", "none")]
    public void Debugfs_tells_the_model_in_force(string text, string model) =>
        PreemptModel.Conclude(Dynamic, V68, null, null, text).InForce.Should().Be(model);

    [Test]
    public void A_dynamic_kernel_without_debugfs_is_unknown_though_its_start_is_known()
    {
        var model = PreemptModel.Conclude(Dynamic, V68, Config("CONFIG_PREEMPT_NONE=y"), "quiet", null);

        model.InForce.Should().BeNull();
        model.Reason.Should().Contain("PREEMPT_DYNAMIC");
        model.AtBoot.Should().Be("none");
    }

    [Test]
    public void The_command_line_overrules_the_configuration()
    {
        var config = Config("# CONFIG_PREEMPT is not set", "CONFIG_PREEMPT_NONE=y");

        PreemptModel.Conclude(Dynamic, V68, config, "ro preempt=none preempt=full quiet", null).AtBoot.Should().Be("full");
    }

    [Test]
    public void A_wish_that_the_kernel_does_not_know_is_not_believed() =>
        PreemptModel.Conclude(Dynamic, new KernelVersion(7, 0), Config("CONFIG_PREEMPT_LAZY=y"), "preempt=none", null).AtBoot.Should().BeNull();

    [Test]
    public void The_start_is_unknown_while_the_command_line_is() =>
        PreemptModel.Conclude(Dynamic, V68, Config("CONFIG_PREEMPT_NONE=y"), null, null).AtBoot.Should().BeNull();

    [Test]
    public void A_dynamic_configuration_counts_where_the_version_line_only_says_PREEMPT() =>
        PreemptModel.Conclude(Preempt, new KernelVersion(5, 14), Config("CONFIG_PREEMPT=y", "CONFIG_PREEMPT_DYNAMIC=y"), "", null).InForce.Should().BeNull();

    [Test]
    public void PREEMPT_RT_needs_no_other_source() =>
        PreemptModel.Conclude("Linux version 6.6.0-rt #1 SMP PREEMPT_RT Tue", V68, null, null, null).InForce.Should().Be("rt");

    [TestCase(5, 10, "full")]
    [TestCase(5, 12, null)]
    [TestCase(5, 16, null)]
    [TestCase(5, 17, "full")]
    [TestCase(6, 12, "full")]
    [TestCase(6, 13, null)]
    public void PREEMPT_alone_means_full_only_on_kernels_where_it_can_mean_nothing_else(int major, int minor, string? model) =>
        PreemptModel.Conclude(Preempt, new KernelVersion(major, minor, 9), null, null, null).InForce.Should().Be(model);

    [Test]
    public void Silence_is_none_or_voluntary_and_only_the_configuration_tells_which()
    {
        PreemptModel.Conclude(Silent, V68, null, null, null).InForce.Should().BeNull();
        PreemptModel.Conclude(Silent, V68, Config("CONFIG_PREEMPT_VOLUNTARY=y"), null, null).InForce.Should().Be("voluntary");
    }

    private static KernelConfig Config(params string[] lines) =>
        KernelConfig.Parse(Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n"), "config");
}
