namespace LinuxThreads.Tests.Vocabulary;

public sealed class ErrnoTests
{
    [TestCase(11, "EAGAIN")]
    [TestCase(35, "EDEADLK")]
    [TestCase(95, "EOPNOTSUPP")]
    [TestCase(110, "ETIMEDOUT")]
    [TestCase(133, "EHWPOISON")]
    public void A_number_has_the_name_of_the_kernel_header(int number, string name) =>
        new Errno(number).Name.Should().Be(name);

    [Test]
    public void A_number_without_a_name_shows_the_number() =>
        new Errno(4095).ToString().Should().Be("errno 4095");

    [Test]
    public void A_refusal_says_what_was_tried_on_what_with_which_answer_and_what_to_do()
    {
        var exception = new SyscallException("open", Errno.EACCES, "/proc/1/smaps", "Run as root.");

        exception.Message.Should().Be("open failed on /proc/1/smaps: EACCES (13), permission denied. Run as root.");
    }
}
