using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class LoadavgTests
{
    private const string Golden = "1.04 1.42 11.14 5/171 26816\n";

    [Test]
    public void The_fields_are_read_in_their_order() =>
        Parse(Golden).Should().Be(new Loadavg(1.04, 1.42, 11.14, 5, 171, 26816));

    [TestCase("")]
    [TestCase("1.04 1.42 11.14 5/171\n")]
    [TestCase("1.04 1.42 11.14 5 171 26816\n")]
    [TestCase("1.04 1.42 11.14 5/-171 26816\n")]
    [TestCase("1.04 1.4 11.14 5/171 26816\n")]
    [TestCase("1.04 1.42 11.14 5/171 26816 9\n")]
    [TestCase("1.04 1.42 11.14 5/171 26816\nmore\n")]
    public void Anything_else_is_refused(string text)
    {
        var parse = () => Parse(text);

        parse.Should().Throw<ProcfsFormatException>();
    }

    [Test]
    public void Every_prefix_is_read_or_refused()
    {
        for (var length = 0; length < Golden.Length; length++)
        {
            try
            {
                Parse(Golden[..length]).NrThreads.Should().Be(171);
            }
            catch (ProcfsFormatException)
            {
                // The other outcome that is allowed.
            }
        }
    }

    [Test]
    public void Random_bytes_are_read_or_refused()
    {
        var random = new Random(20_240_229);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encoding.ASCII.GetBytes(Golden);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Loadavg.Parse(bytes).NrThreads.Should().BeGreaterThanOrEqualTo(0);
            }
            catch (ProcfsFormatException)
            {
                // The other outcome that is allowed.
            }
        }
    }

    [Test]
    [Category("Live")]
    public void The_system_has_at_least_the_threads_of_this_process() =>
        Loadavg.Read(ProcRoot.System).NrThreads.Should().BeGreaterThanOrEqualTo(ThreadsOfThisProcess());

    private static long ThreadsOfThisProcess() => ProcRoot.System.TryReadTids(Pid.Current, out var tids) ? Math.Min(tids.Count, 2) : 0;

    private static Loadavg Parse(string text) => Loadavg.Parse(Encoding.UTF8.GetBytes(text));
}
