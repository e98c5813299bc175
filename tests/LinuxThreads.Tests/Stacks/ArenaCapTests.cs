using System.Text;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>The expectations with a variable are what glibc 2.36 did with 40 threads on two CPUs, heaps counted.</summary>
public sealed class ArenaCapTests
{
    [TestCase("", 16, ArenaCapSource.Cpus)]
    [TestCase("MALLOC_ARENA_MAX=1", 1, ArenaCapSource.ArenaMax)]
    [TestCase("MALLOC_ARENA_MAX=8", 8, ArenaCapSource.ArenaMax)]
    [TestCase("MALLOC_ARENA_MAX=5x", 5, ArenaCapSource.ArenaMax)]
    [TestCase("MALLOC_ARENA_MAX=0", 16, ArenaCapSource.Cpus)]
    [TestCase("MALLOC_ARENA_MAX=", 16, ArenaCapSource.Cpus)]
    [TestCase("MALLOC_ARENA_MAX=many", 16, ArenaCapSource.Cpus)]
    [TestCase("MALLOC_ARENA_MAX=-1", long.MaxValue, ArenaCapSource.ArenaMax)]
    [TestCase("GLIBC_TUNABLES=glibc.malloc.arena_max=4", 4, ArenaCapSource.ArenaMax)]
    [TestCase("GLIBC_TUNABLES=glibc.malloc.arena_max=0x4", 4, ArenaCapSource.ArenaMax)]
    [TestCase("GLIBC_TUNABLES=glibc.malloc.check=1:glibc.malloc.arena_max=010", 8, ArenaCapSource.ArenaMax)]
    [TestCase("MALLOC_ARENA_MAX=8|GLIBC_TUNABLES=glibc.malloc.arena_max=4", 4, ArenaCapSource.ArenaMax)]
    [TestCase("GLIBC_TUNABLES=glibc.malloc.arena_max=4|MALLOC_ARENA_MAX=8", 4, ArenaCapSource.ArenaMax)]
    [TestCase("MALLOC_ARENA_TEST=30", 31, ArenaCapSource.ArenaTest)]
    [TestCase("MALLOC_ARENA_TEST=2", 16, ArenaCapSource.Cpus)]
    [TestCase("XMALLOC_ARENA_MAX=1|MALLOC_ARENA_MAXI=1", 16, ArenaCapSource.Cpus)]
    public void Two_CPUs_allow_16_arenas_unless_the_environment_says_otherwise(string environment, long cap, ArenaCapSource source) =>
        ArenaCap.Of(Environment(environment), 2).Should().Be((cap, source));

    [Test]
    public void One_CPU_allows_9_since_malloc_counts_CPUs_only_from_the_ninth_arena_on() =>
        ArenaCap.Of([], 1).Should().Be((9L, ArenaCapSource.ArenaTest));

    [Test]
    public void Without_the_number_of_CPUs_the_cap_is_unknown_unless_it_is_set()
    {
        ArenaCap.Of([], null).Should().Be((null, null));
        ArenaCap.Of(Environment("MALLOC_ARENA_MAX=3"), null).Should().Be((3L, ArenaCapSource.ArenaMax));
    }

    [TestCase(4, 4, null, 4)]
    [TestCase(4, 1, null, null)]
    [TestCase(4, 1, "2.33", 4)]
    [TestCase(4, 1, "2.34", null)]
    [TestCase(4, 1, "2.38", null)]
    [TestCase(4, 1, "2.39", 4)]
    public void Which_CPUs_count_depends_on_the_version_where_some_are_not_allowed(int online, int allowed, string? glibc, int? counted) =>
        ArenaCap.CountedCpus(online, allowed, glibc is null ? null : Version.Parse(glibc)).Should().Be(counted);

    [Test]
    public void The_sentence_holds_the_cap_against_the_quota()
    {
        var arenas = new ArenaUse { Count = 60, Heaps = 61, Cap = 512, CapSource = ArenaCapSource.Cpus, Cpus = 64, QuotaCpus = 1.5 };

        arenas.Sentence.Should().Be(
            "60 arenas of malloc with 61 heaps besides [heap], at most 512 = 8 × 64 CPUs, although the quota allows 1.5 CPUs: MALLOC_ARENA_MAX=16 would be in proportion.");
        (arenas with { QuotaCpus = null }).Sentence.Should().NotContain("quota");
        (arenas with { QuotaCpus = 64 }).Sentence.Should().NotContain("quota");
        (arenas with { CapSource = ArenaCapSource.ArenaMax, Cap = 4 }).Sentence.Should().Contain("at most 4 (set by").And.NotContain("quota");
        (arenas with { Count = null, Cap = null }).Sentence.Should().StartWith("An unknown number").And.Contain("at most unknown");
    }

    [TestCase("", false)]
    [TestCase("GLIBC_TUNABLES=glibc.malloc.hugetlb=1", false)]
    [TestCase("GLIBC_TUNABLES=glibc.malloc.arena_max=4:glibc.malloc.hugetlb=2", true)]
    [TestCase("GLIBC_TUNABLES=glibc.malloc.hugetlb=2097152", true)]
    public void Malloc_with_huge_pages_of_its_own_has_heaps_of_another_size(string environment, bool expected) =>
        ArenaCap.HasHeapsOfOtherSize(Environment(environment)).Should().Be(expected);

    private static byte[] Environment(string lines) => Encoding.UTF8.GetBytes(lines.Replace('|', '\0') + '\0');
}
