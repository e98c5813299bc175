using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class KernelNumberTests
{
    [TestCase("0", 0UL)]
    [TestCase("00000000", 0UL)]
    [TestCase("9999999999999999999", 9999999999999999999UL)]
    [TestCase("18446744073709551615", ulong.MaxValue)]
    public void Digits_are_a_number(string text, ulong expected)
    {
        KernelNumber.TryParseDecimal(Encoding.ASCII.GetBytes(text), out var value).Should().BeTrue();
        value.Should().Be(expected);
    }

    [TestCase("")]
    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase(" 1")]
    [TestCase("1 ")]
    [TestCase("1_000")]
    [TestCase("0x10")]
    [TestCase("18446744073709551616")]
    [TestCase("28446744073709551615")]
    [TestCase("1844674407370955161/")]
    [TestCase("100000000000000000000")]
    public void Anything_but_digits_that_fit_64_bits_is_not_a_number(string text) =>
        KernelNumber.TryParseDecimal(Encoding.ASCII.GetBytes(text), out _).Should().BeFalse();

    [Test]
    public void A_count_beyond_the_signed_range_is_refused()
    {
        KernelNumber.TryParseCount("9223372036854775807"u8, out var largest).Should().BeTrue();
        largest.Should().Be(long.MaxValue);
        KernelNumber.TryParseCount("9223372036854775808"u8, out _).Should().BeFalse();
    }

    [Test]
    public void A_kilobyte_of_proc_is_1024_bytes()
    {
        KernelNumber.TryParseKibibytes("       3 kB"u8, out var bytes).Should().BeTrue();
        bytes.Should().Be(3072);
    }

    [TestCase("       3")]
    [TestCase("       3 KB")]
    [TestCase("       3 MB")]
    [TestCase("       3kB")]
    [TestCase("       3  kB")]
    [TestCase("         kB")]
    [TestCase("     -3 kB")]
    [TestCase("   3 3 kB")]
    [TestCase(" kB")]
    [TestCase("9007199254740992 kB", TestName = "{m} (2^53 kB are 2^63 bytes)")]
    public void Anything_but_a_number_of_kB_is_not_a_size(string text) =>
        KernelNumber.TryParseKibibytes(Encoding.ASCII.GetBytes(text), out _).Should().BeFalse();

    [Test]
    public void The_largest_size_that_fits_is_read()
    {
        KernelNumber.TryParseKibibytes("9007199254740991 kB"u8, out var bytes).Should().BeTrue();
        bytes.Should().Be(long.MaxValue - 1023);
    }

    [Test]
    public void A_hexadecimal_number_ends_at_its_terminator()
    {
        var position = 2;
        KernelNumber.TryReadHex("x:7fffdeadbeef0-"u8, ref position, '-', out var value).Should().BeTrue();
        value.Should().Be(0x7fffdeadbeef0);
        position.Should().Be(16);
    }

    [TestCase("-")]
    [TestCase("12")]
    [TestCase("1G-")]
    [TestCase("1F-")]
    [TestCase("1`-")]
    [TestCase("1g-")]
    [TestCase("12345678901234567-")]
    public void Anything_but_lower_case_hexadecimal_digits_and_the_terminator_is_refused(string text)
    {
        var position = 0;
        KernelNumber.TryReadHex(Encoding.ASCII.GetBytes(text), ref position, '-', out _).Should().BeFalse();
    }
}
