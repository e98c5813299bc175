namespace LinuxThreads.Cli.Tests;

public sealed class DoctorCommandTests
{
    [Test]
    [Category("Live")]
    public void Every_check_has_a_verdict_a_finding_and_what_it_is_for()
    {
        var document = ToolRun.Of("doctor", "--json").Json();

        document.Text("schema").Should().Be("linuxthreads/doctor/1");
        var checks = document.Items("checks").ToArray();
        checks.Should().NotBeEmpty();
        foreach (var check in checks)
        {
            check.Text("verdict").Should().BeOneOf("ok", "limited", "missing", "unknown");
            check.Text("finding").Should().NotBeNullOrEmpty();
            check.Text("gives").Should().NotBeNullOrEmpty();
        }

        checks.Select(check => check.Text("name")).Should().OnlyHaveUniqueItems();
    }
}
