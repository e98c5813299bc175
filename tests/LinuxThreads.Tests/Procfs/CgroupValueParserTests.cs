using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>The parsers of <see cref="CgroupValue"/>, one after the other.</summary>
[TestFixture("limit", "max\n", "4096\n")]
[TestFixture("number", "18446744073709551615\n", "7\n")]
[TestFixture("limit in bytes", "9223372036854771712\n", "536870912\n")]
[TestFixture("quota", "-1\n", "50000\n")]
[TestFixture("period", "100000\n", "1\n")]
public sealed class CgroupValueParserTests(string kind, string first, string second) : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } = [first, second];

    protected override bool RefusesTextCutInsideALine => false;

    protected override object Parse(byte[] text, string path) => kind switch
    {
        "limit" => CgroupValue.ParseLimit(text, path),
        "number" => CgroupValue.ParseNumber(text, path),
        "limit in bytes" => CgroupValue.ParseMemoryLimitInBytes(text, 4096, path),
        "quota" => CgroupValue.ParseCfsQuota(text, path) ?? Nanoseconds.Zero,
        _ => CgroupValue.ParseMicroseconds(text, path),
    };

    protected override byte[] Sample(string name) => Encoding.ASCII.GetBytes(name);
}
