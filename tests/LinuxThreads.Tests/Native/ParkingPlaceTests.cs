using LinuxThreads.Native;

namespace LinuxThreads.Tests.Native;

[Category("Live")]
public sealed class ParkingPlaceTests
{
    private const int Deep = 1 << 20;

    private static readonly NativeThreadOptions Options = new() { StackSize = ByteSize.FromKibibytes(4096) };

    [Test]
    public void A_permit_given_before_lets_one_pass_at_once_and_permits_do_not_add_up()
    {
        var place = new ParkingPlace();
        place.Wake();
        place.Wake();

        place.Park();

        var passed = 0;
        using var second = NativeThread.Start(Options, () =>
        {
            place.Park();
            Volatile.Write(ref passed, 1);
        });
        Until.True(() => place.IsOccupied, "the thread sleeps");
        Volatile.Read(ref passed).Should().Be(0);
        place.Wake();
        second.Join();
        Volatile.Read(ref passed).Should().Be(1);
    }

    [Test]
    public void A_sleeper_s_stack_is_trimmed_and_it_goes_on_with_its_data_intact_and_deep_again()
    {
        var place = new ParkingPlace();
        long sum = 0;
        var round = 1;
        using var sleeper = NativeThread.Start(Options, () =>
        {
            DeepStack.Touch(Deep);
            sum = DeepStack.SumAround(20, place.Park);
            DeepStack.Touch(2 * Deep);
            Volatile.Write(ref round, 2);
            place.Park();
        });
        Until.True(() => place.IsOccupied, "the thread sleeps");

        var first = StackTrimmer.Trim(place);
        place.Wake();
        Until.True(() => Volatile.Read(ref round) == 2 && place.IsOccupied, "the thread sleeps again");
        var second = StackTrimmer.Trim(place);
        place.Wake();
        sleeper.Join();

        first.Freed.Bytes.Should().BeGreaterThan(Deep - (4 * StackTrimmer.Margin.Bytes));
        (first.After, second.After).Should().Be((ByteSize.Zero, ByteSize.Zero));
        second.Freed.Bytes.Should().BeGreaterThan((2 * Deep) - (4 * StackTrimmer.Margin.Bytes));
        sum.Should().Be(DeepStack.SumAround(20, static () => { }));
    }

    [Test]
    public void Where_nobody_sleeps_nothing_is_trimmed()
    {
        var place = new ParkingPlace();

        StackTrimmer.TryTrim(place, out _).Should().BeFalse();
        place.Invoking(StackTrimmer.Trim).Should().Throw<InvalidOperationException>();
        place.Wake();
        StackTrimmer.TryTrim(place, out _).Should().BeFalse();
    }

    [Test]
    public void A_sleeper_that_was_woken_is_not_trimmed_though_it_has_not_moved_yet()
    {
        for (var round = 0; round < 20; round++)
        {
            var place = new ParkingPlace();
            using var sleeper = NativeThread.Start(Options, place.Park);
            Until.True(() => place.IsOccupied, "the thread sleeps");

            place.Wake();
            var isTrimmed = StackTrimmer.TryTrim(place, out _);

            sleeper.Join();
            isTrimmed.Should().BeFalse();
        }
    }

    [Test]
    public void A_second_sleeper_is_refused_and_the_first_one_stays()
    {
        var place = new ParkingPlace();
        using var sleeper = NativeThread.Start(Options, place.Park);
        Until.True(() => place.IsOccupied, "the thread sleeps");

        using var second = NativeThread.Start(Options, place.Park);

        second.Invoking(static thread => thread.Join()).Should().Throw<InvalidOperationException>();
        place.IsOccupied.Should().BeTrue();
        place.Wake();
        sleeper.Join();
    }

    [Test]
    public void Trimming_while_another_thread_hammers_wake_ups_never_touches_what_is_in_use()
    {
        const int Rounds = 150;
        const int MostRounds = 20_000;
        var place = new ParkingPlace();
        var over = 0;
        long wrong = 0, trims = 0;
        var expected = DeepStack.SumAround(12, static () => { });
        using var sleeper = NativeThread.Start(Options, () =>
        {
            // On a busy machine the sleeper may be woken each time before a trim gets a turn.
            for (var i = 0; i < Rounds || (i < MostRounds && Volatile.Read(ref trims) == 0); i++)
            {
                wrong += DeepStack.SumAround(12, place.Park) == expected ? 0 : 1;
                // Back into the pages that may have been cut, right after waking.
                wrong += DeepStack.SumAround(60, static () => { }) == 0 ? 1 : 0;
            }

            Volatile.Write(ref over, 1);
        });
        using var waker = NativeThread.Start(Options, () =>
        {
            while (Volatile.Read(ref over) == 0)
            {
                place.Wake();
                NativeThread.Yield();
            }
        });
        using var collector = NativeThread.Start(Options, () =>
        {
            while (Volatile.Read(ref over) == 0)
            {
                GC.Collect(0);
                NativeThread.Yield();
            }
        });
        while (Volatile.Read(ref over) == 0 && sleeper.IsAlive)
        {
            Volatile.Write(ref trims, trims + (StackTrimmer.TryTrim(place, out _) ? 1 : 0));
        }

        Volatile.Write(ref over, 1);
        sleeper.Join();
        waker.Join();
        collector.Join();
        wrong.Should().Be(0);
        trims.Should().BeGreaterThan(0, "some of the trims met a sleeper");
    }
}
