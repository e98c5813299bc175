namespace LinuxThreads.Tests.Vocabulary;

public sealed class ProcfsFormatExceptionTests
{
    [Test]
    public void The_message_names_file_line_key_text_and_expectation()
    {
        var exception = new ProcfsFormatException("/proc/1/status", 7, "VmRSS", "12 MB", "a number of kB");

        exception.Message.Should().StartWith("/proc/1/status, line 7: VmRSS is '12 MB', expected a number of kB.");
    }

    [Test]
    public void Control_characters_never_reach_a_terminal()
    {
        var exception = new ProcfsFormatException("/proc/1/stat", 1, null, "a\u001b[31m\n", "a name");

        exception.Message.Should().Contain("a·[31m·").And.NotContain("\u001b");
    }

    [Test]
    public void A_long_text_is_quoted_in_part_and_kept_whole()
    {
        var text = new string('x', 500);

        var exception = new ProcfsFormatException("/proc/1/smaps", 1, null, text, "a mapping");

        exception.Text.Should().Be(text);
        exception.Message.Length.Should().BeLessThan(400);
    }
}
