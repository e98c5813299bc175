namespace LinuxThreads.Tests.Statistics;

/// <summary>Seeded samples on a coarse grid, so that ties occur and scaling by powers of two is exact.</summary>
internal static class Samples
{
    public static double[] Any(Random random, int count)
    {
        var samples = new double[count];
        for (var i = 0; i < count; i++)
        {
            samples[i] = random.Next(-64, 256) / 4.0;
        }

        return samples;
    }

    public static double[] Sorted(Random random, int count)
    {
        var samples = Any(random, count);
        Array.Sort(samples);
        return samples;
    }
}
