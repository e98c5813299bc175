using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class VerdictRuleTests
{
    [TestCase(200_000, Verdict.Valid)]
    [TestCase(196_000, Verdict.Valid)]
    [TestCase(195_999, Verdict.WrongCount)]
    [TestCase(204_000, Verdict.Valid)]
    [TestCase(204_001, Verdict.WrongCount)]
    [TestCase(0, Verdict.WrongCount)]
    public void A_count_from_98_to_102_percent_of_nominal_is_right_limits_included(long counted, Verdict verdict) =>
        Judge(200_000, counted).Verdict.Should().Be(verdict);

    [TestCase(0, Verdict.Valid)]
    [TestCase(2_000, Verdict.Valid)]
    [TestCase(2_001, Verdict.WrongCount)]
    public void A_user_level_mechanism_may_switch_in_2_percent_of_its_round_trips(long counted, Verdict verdict) =>
        Judge(0, counted).Verdict.Should().Be(verdict);

    [Test]
    public void Large_counts_do_not_overflow() =>
        Judge(long.MaxValue / 2, long.MaxValue / 2).Verdict.Should().Be(Verdict.Valid);

    [TestCase(null, true, Verdict.Unverified)]
    [TestCase(null, false, Verdict.Unverified)]
    [TestCase(1L, true, Verdict.Contaminated)]
    [TestCase(1L, false, Verdict.WrongCount)]
    [TestCase(200_000L, true, Verdict.Contaminated)]
    [TestCase(200_000L, false, Verdict.Valid)]
    public void Unverified_comes_before_contaminated_before_wrong_count_before_valid(long? counted, bool dirty, Verdict verdict) =>
        Judge(200_000, counted, dirty ? Occupancies.Dirty : Occupancies.Clean).Verdict.Should().Be(verdict);

    [Test]
    public void An_unknown_contamination_is_judged_by_the_count_and_keeps_its_caveat()
    {
        var judgement = Judge(200_000, 200_000, Occupancies.Unknown);
        judgement.Verdict.Should().Be(Verdict.Valid);
        judgement.Caveats.Should().ContainSingle().Which.Kind.Should().Be(CaveatKind.OccupancyUnknown);
    }

    [Test]
    public void The_gate_s_caveats_come_with_a_contaminated_verdict() =>
        Judge(200_000, 200_000, Occupancies.Dirty).Caveats.Should().ContainSingle().Which.Kind.Should().Be(CaveatKind.ForeignCpuTime);

    [Test]
    public void A_clean_same_CPU_ping_pong_is_valid_although_each_thread_waits_half_of_the_time()
    {
        // Two threads on one CPU for a second: each has half of it and waits for the other half.
        var contamination = ContaminationGate.Judge(Occupancies.SameCpu(1000, 999));
        var evidence = EvidenceTests.Of(400_000, 400_012) with
        {
            RunDelay = new Nanoseconds(1_000_000_000),
            CpuTime = new Nanoseconds(999_000_000),
        };
        var judgement = VerdictRule.Judge(evidence, 200_000, contamination);
        judgement.Verdict.Should().Be(Verdict.Valid);
        judgement.Caveats.Should().BeEmpty();
    }

    [Test]
    public void Yields_on_two_CPUs_that_find_nobody_to_yield_to_are_a_wrong_count()
    {
        // Published as a switch time: 400,000 yields on two CPUs. The kernel counted 328 switches.
        var judgement = Judge(400_000, 328);
        judgement.Verdict.Should().Be(Verdict.WrongCount);
        judgement.Caveats.Should().BeEmpty();
    }

    [Test]
    public void A_condvar_that_switches_1_7_times_as_often_is_a_wrong_count()
    {
        // Published as 200,000 switches; the kernel counted 203 k voluntary and 136.5 k involuntary ones.
        Judge(200_000, 339_500, spins: true).Caveats.Should().BeEmpty();
        Judge(200_000, 339_500).Verdict.Should().Be(Verdict.WrongCount);
    }

    [Test]
    public void A_primitive_that_spun_is_a_wrong_count_and_says_so()
    {
        var judgement = Judge(200_000, 1_234, spins: true);
        judgement.Verdict.Should().Be(Verdict.WrongCount);
        var caveat = judgement.Caveats.Should().ContainSingle().Subject;
        caveat.Kind.Should().Be(CaveatKind.SpunInsteadOfSwitching);
        caveat.Sentence.Should().Contain("1234 switches of 200000");
        caveat.Figures.Should().Equal(new CaveatFigure("counted_switches", 1_234), new CaveatFigure("nominal_switches", 200_000));
    }

    [TestCase(195_999, true)]
    [TestCase(196_000, false)]
    public void Spinning_is_a_caveat_only_below_the_lowest_right_count(long counted, bool spun) =>
        Judge(200_000, counted, spins: true).Caveats.Any(caveat => caveat.Kind == CaveatKind.SpunInsteadOfSwitching).Should().Be(spun);

    [TestCase(4_000, true)]
    [TestCase(4_001, false)]
    public void Switches_that_are_nearly_all_involuntary_are_yields_of_a_spin_and_no_parking(long voluntary, bool spun)
    {
        var evidence = EvidenceTests.Of(200_000, 200_000) with { Voluntary = voluntary, Involuntary = 200_000 - voluntary };
        var judgement = VerdictRule.Judge(evidence, 100_000, Occupancies.Clean, spinsBeforeParking: true);

        judgement.Verdict.Should().Be(Verdict.Valid);
        judgement.Caveats.Any(static caveat => caveat.Kind == CaveatKind.SpunInsteadOfSwitching && caveat.Sentence.Contains("yielding")).Should().Be(spun);
        VerdictRule.Judge(evidence, 100_000, Occupancies.Clean, spinsBeforeParking: false).Caveats.Should().BeEmpty("whoever does not spin is not said to");
    }

    [Test]
    public void Spinning_is_not_claimed_where_nothing_was_counted_or_expected()
    {
        Judge(200_000, null, spins: true).Caveats.Should().BeEmpty();
        Judge(0, 0, spins: true).Caveats.Should().BeEmpty();
    }

    [Test]
    public void Unknown_migrations_are_a_caveat_and_do_not_change_the_verdict()
    {
        var judgement = VerdictRule.Judge(EvidenceTests.Of(200_000, 200_000) with { Migrations = null }, 100_000, Occupancies.Clean);
        judgement.Verdict.Should().Be(Verdict.Valid);
        judgement.Caveats.Should().ContainSingle().Which.Kind.Should().Be(CaveatKind.UnknownMigrations);
    }

    [Test]
    public void A_switch_is_timed_by_the_counted_number_not_the_nominal_one()
    {
        // 3.4 µs a "switch" by the nominal number is 6.8 µs a round trip; 3.395 switches were counted in each.
        VerdictRule.PerSwitchNs(6_800, 100_000, EvidenceTests.Of(200_000, 339_500)).Should().BeApproximately(2_002.9, 0.1);
        VerdictRule.PerSwitchNs(6_800, 100_000, EvidenceTests.Of(200_000, 200_000)).Should().Be(3_400);
    }

    [TestCase(200_000, null)]
    [TestCase(200_000, 0L)]
    [TestCase(0, 5L)]
    public void Without_counted_kernel_switches_there_is_no_time_of_one(long nominal, long? counted) =>
        VerdictRule.PerSwitchNs(6_800, 100_000, EvidenceTests.Of(nominal, counted)).Should().BeNull();

    [TestCase(0)]
    [TestCase(-1)]
    public void No_round_trips_are_refused(long roundTrips)
    {
        var judge = () => VerdictRule.Judge(EvidenceTests.Of(2, 2), roundTrips, Occupancies.Clean);
        var time = () => VerdictRule.PerSwitchNs(1, roundTrips, EvidenceTests.Of(2, 2));
        judge.Should().Throw<ArgumentOutOfRangeException>();
        time.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static Judgement Judge(long nominal, long? counted, Contamination? contamination = null, bool spins = false) =>
        VerdictRule.Judge(EvidenceTests.Of(nominal, counted), 100_000, contamination ?? Occupancies.Clean, spins);

    [Test]
    public void The_weakest_of_several_verdicts_is_the_first_in_precedence()
    {
        VerdictExtensions.Weakest(Verdict.Valid, Verdict.Contaminated, Verdict.WrongCount).Should().Be(Verdict.Contaminated);
        VerdictExtensions.Weakest().Should().Be(Verdict.Valid);
    }
}
