using System.Runtime.CompilerServices;
using LinuxThreads.Native;

namespace LinuxThreads.Tests.Native;

[Category("Live")]
public sealed class ThreadRegisterTests
{
    [Test]
    public void A_registered_thread_is_found_by_each_of_its_names()
    {
        OnThread("reg-all-names", static () =>
        {
            var own = ThreadRegister.RegisterCurrent();

            own.Tid.Should().Be(NativeThread.CurrentTid);
            own.ManagedThreadId.Should().Be(Environment.CurrentManagedThreadId);
            own.StackBounds.Should().Be(NativeThread.Current.StackBounds);
            ThreadRegister.TryFindByTid(own.Tid, out var byTid).Should().BeTrue();
            byTid.Should().BeSameAs(own);
            ThreadRegister.TryFindByManagedId(Environment.CurrentManagedThreadId, out var byManagedId).Should().BeTrue();
            byManagedId.Should().BeSameAs(own);
            ThreadRegister.FindByName("reg-all-names").Should().ContainSingle().Which.Should().BeSameAs(own);
            ThreadRegister.Registered.Should().Contain(own);
        });
    }

    [Test]
    public void Registering_again_keeps_the_entry_and_follows_a_new_name()
    {
        OnThread("reg-before", static () =>
        {
            var first = ThreadRegister.RegisterCurrent();
            ThreadRegister.RegisterCurrent().Should().BeSameAs(first);
            File.WriteAllText("/proc/thread-self/comm", "reg-after");
            var renamed = ThreadRegister.RegisterCurrent();

            renamed.Should().Be(first with { Name = "reg-after" });
            ThreadRegister.FindByName("reg-before").Should().BeEmpty();
            ThreadRegister.FindByName("reg-after").Should().ContainSingle();
            ThreadRegister.TryFindByTid(first.Tid, out var found).Should().BeTrue();
            found.Should().BeSameAs(renamed);
        });
    }

    [Test]
    public void A_native_thread_is_registered_before_its_body_and_not_after_its_end()
    {
        RegisteredThread? inside = null;
        using var thread = NativeThread.Start(new() { Name = "reg-native" }, () => ThreadRegister.TryFindByTid(NativeThread.CurrentTid, out inside));
        thread.Join();

        inside.Should().Be(new RegisteredThread(thread.Tid, thread.ManagedThreadId, "reg-native", thread.StackBounds));
        ThreadRegister.TryFindByTid(thread.Tid, out _).Should().BeFalse();
        ThreadRegister.TryFindByManagedId(thread.ManagedThreadId!.Value, out var later);
        later?.Tid.Should().NotBe(thread.Tid);
        ThreadRegister.FindByName("reg-native").Should().BeEmpty();
    }

    [Test]
    public void A_native_thread_whose_body_threw_is_not_registered_after_its_end()
    {
        using var thread = NativeThread.Start(new() { Name = "reg-throws" }, static () => throw new NotSupportedException());
        thread.Invoking(static t => t.Join()).Should().Throw<NotSupportedException>();

        ThreadRegister.TryFindByTid(thread.Tid, out _).Should().BeFalse();
    }

    [Test]
    public void Entries_of_native_threads_are_freed_at_their_end_without_a_collection()
    {
        var before = ThreadRegister.EntriesHeld;
        for (var i = 0; i < 20; i++)
        {
            NativeThread.Start(NativeThreadOptions.Default, static () => { }).Dispose();
        }

        ThreadRegister.EntriesHeld.Should().BeLessThanOrEqualTo(before);
    }

    [Test]
    public void A_dotnet_thread_that_ended_is_not_answered_even_before_a_collection()
    {
        var tid = default(Tid);
        var managedId = 0;
        OnThread("reg-ended", () =>
        {
            tid = ThreadRegister.RegisterCurrent().Tid;
            managedId = Environment.CurrentManagedThreadId;
        });

        ThreadRegister.TryFindByTid(tid, out _).Should().BeFalse();
        ThreadRegister.FindByName("reg-ended").Should().BeEmpty();
        ThreadRegister.Registered.Should().NotContain(thread => thread.Name == "reg-ended");
        if (ThreadRegister.TryFindByManagedId(managedId, out var successor))
        {
            successor.Tid.Should().NotBe(tid);
        }
    }

    [Test]
    public void Entries_of_ended_dotnet_threads_are_freed_by_a_collection()
    {
        var before = ThreadRegister.EntriesHeld;
        StartAndEnd(50);

        Until.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return ThreadRegister.EntriesHeld <= before;
            },
            "the entries of 50 ended threads to go");
    }

    [Test]
    public void A_late_clean_up_of_a_former_owner_leaves_the_present_owner_of_the_same_id_alone()
    {
        var tid = new Tid(int.MaxValue);
        var former = ThreadRegister.Add(new RegisteredThread(tid, int.MaxValue, "reg-former", default), static () => false);
        var present = ThreadRegister.Add(new RegisteredThread(tid, int.MaxValue, "reg-present", default), static () => true);
        ThreadRegister.Remove(former);

        ThreadRegister.TryFindByTid(tid, out var byTid).Should().BeTrue();
        byTid.Should().BeSameAs(present.Thread);
        ThreadRegister.TryFindByManagedId(int.MaxValue, out var byManagedId).Should().BeTrue();
        byManagedId.Should().BeSameAs(present.Thread);
        ThreadRegister.Remove(present);
        ThreadRegister.TryFindByTid(tid, out _).Should().BeFalse();
        ThreadRegister.TryFindByManagedId(int.MaxValue, out _).Should().BeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartAndEnd(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(static () => ThreadRegister.RegisterCurrent());
            thread.Start();
            thread.Join();
        }
    }

    /// <summary>Runs a body on a plain .NET thread of that name and brings its failed assertion back.</summary>
    private static void OnThread(string name, Action body)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })
        { Name = name };
        thread.Start();
        thread.Join();
        failure.Should().BeNull();
    }
}
