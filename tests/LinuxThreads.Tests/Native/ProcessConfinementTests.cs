using LinuxThreads.Native;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Native;

[Category("Live")]
public sealed class ProcessConfinementTests
{
    private CpuSet _before = CpuSet.Empty;
    private CpuSet _one = CpuSet.Empty;

    [SetUp]
    public void NeedTwoCpus()
    {
        _before = CpuSet.OfCurrentThread();
        _one = CpuSet.Of(_before.Last());
        if (_before.Count < 2)
        {
            Assert.Ignore("This process may use one CPU only, which it is confined to already.");
        }
    }

    [Test]
    public void Every_thread_is_confined_and_gets_its_own_affinity_back()
    {
        var own = CpuSet.Of(_before.First());
        using var parked = new ParkedThread(own);

        using (ProcessConfinement.To(_one))
        {
            Masks().Should().OnlyContain(mask => mask == _one);
        }

        CpuSet.OfThread(parked.Tid).Should().Equal(own);
        CpuSet.OfCurrentThread().Should().Equal(_before);
        Masks().Where(mask => mask == _one).Should().BeEmpty();
    }

    [Test]
    public void A_thread_that_starts_meanwhile_is_confined_and_freed_with_the_others()
    {
        ParkedThread started;
        using (ProcessConfinement.To(_one))
        {
            started = new ParkedThread(affinity: null);
            CpuSet.OfThread(started.Tid).Should().Equal(_one);
        }

        using (started)
        {
            CpuSet.OfThread(started.Tid).Should().Equal(_before);
        }
    }

    /// <summary>Threads whose parent was confined before they were listed inherit its confinement, which is not their own affinity.</summary>
    [Test]
    public void Threads_that_start_while_it_confines_are_free_in_the_end()
    {
        var over = 0;
        var started = new List<ParkedThread>();
        var starter = new Thread(() =>
        {
            while (Volatile.Read(ref over) == 0 && started.Count < 300)
            {
                started.Add(new ParkedThread(affinity: null));
            }
        });
        starter.Start();
        var confinement = ProcessConfinement.To(_one);
        Volatile.Write(ref over, 1);
        starter.Join();
        confinement.Dispose();

        var stuck = started.Count(thread => CpuSet.OfThread(thread.Tid) == _one);
        started.ForEach(static thread => thread.Dispose());
        started.Should().NotBeEmpty();
        stuck.Should().Be(0, "{0} threads were started", started.Count);
    }

    [Test]
    public void An_exception_inside_frees_all_threads()
    {
        var work = () =>
        {
            using var confinement = ProcessConfinement.To(_one);
            throw new InvalidOperationException("the work failed");
        };
        work.Should().Throw<InvalidOperationException>();
        CpuSet.OfCurrentThread().Should().Equal(_before);
    }

    [Test]
    public void A_set_that_the_kernel_refuses_changes_nothing()
    {
        var confine = () => ProcessConfinement.To(CpuSet.Of(CpuSet.HighestNumber));
        confine.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
        CpuSet.OfCurrentThread().Should().Equal(_before);
    }

    private static List<CpuSet> Masks()
    {
        ProcRoot.System.TryReadTids(Pid.Current, out var tids).Should().BeTrue();
        var masks = new List<CpuSet>();
        foreach (var tid in tids)
        {
            try
            {
                masks.Add(CpuSet.OfThread(tid));
            }
            catch (SyscallException exception) when (exception.Errno == Errno.ESRCH)
            {
                // A thread of the runtime that ended meanwhile.
            }
        }

        return masks;
    }

    /// <summary>A thread that waits until it is disposed of.</summary>
    private sealed class ParkedThread : IDisposable
    {
        private readonly ManualResetEventSlim _over = new();
        private readonly Thread _thread;

        public ParkedThread(CpuSet? affinity)
        {
            using var ready = new ManualResetEventSlim();
            _thread = new Thread(
                () =>
                {
                    affinity?.ApplyToCurrentThread();
                    Tid = NativeThread.CurrentTid;
                    ready.Set();
                    _over.Wait();
                },
                maxStackSize: 256 * 1024);
            _thread.Start();
            ready.Wait();
        }

        public Tid Tid { get; private set; }

        public void Dispose()
        {
            _over.Set();
            _thread.Join();
            _over.Dispose();
        }
    }
}
