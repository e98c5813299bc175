using LinuxThreads.Memory;

namespace LinuxThreads.Tests.Memory;

public sealed class SlabCacheGrowthTests
{
    [Test]
    public void Each_cache_has_its_own_slopes_of_pages_and_objects_and_the_largest_is_first()
    {
        var growth = SlabCacheGrowth.Of([At(10), At(20), At(40)]);

        growth!.Select(static cache => cache.Name).Should().Equal("task_struct", "pid");
        growth![0].BytesPerUnit.Should().BeApproximately(6540, 1e-6);
        growth[0].ObjectsPerUnit.Should().BeApproximately(1, 1e-9);
        growth[0].ObjectSize.Bytes.Should().Be(5888);
        growth[1].BytesPerUnit.Should().BeApproximately(193, 1e-6);
    }

    [Test]
    public void A_cache_that_came_or_went_meanwhile_is_nobodys()
    {
        var first = At(10);
        var last = At(20) with { SlabCaches = [.. At(20).SlabCaches!.Where(static cache => cache.Name != "pid"), Cache("new", 20, 100, 4096)] };

        SlabCacheGrowth.Of([first, last])!.Select(static cache => cache.Name).Should().Equal("task_struct");
    }

    [Test]
    public void Of_two_caches_with_one_name_the_first_counts()
    {
        var twice = new[] { At(10), At(20) }.Select(static reading => reading with { SlabCaches = [.. reading.SlabCaches!, .. reading.SlabCaches!] });

        SlabCacheGrowth.Of([.. twice])!.Should().HaveCount(2);
    }

    [Test]
    public void A_reading_without_caches_leaves_no_growth() =>
        SlabCacheGrowth.Of([At(10), At(20) with { SlabCaches = null }]).Should().BeNull();

    private static LedgerReading At(int units) => Readings.At(units) with
    {
        SlabCaches =
        [
            Cache("pid", units, 192, 193),
            Cache("task_struct", units, 5888, 6540),
            Cache("quiet", 0, 64, 0),
            Cache("shrinking", units, 64, -50),
        ],
    };

    private static SlabCacheUse Cache(string name, int objects, int size, int bytesPerUnit) =>
        new(name, 1000 + objects, new ByteSize(size), new ByteSize(1_000_000 + ((long)objects * bytesPerUnit)));
}
