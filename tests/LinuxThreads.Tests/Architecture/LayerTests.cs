using System.Text.RegularExpressions;

namespace LinuxThreads.Tests.Architecture;

public sealed partial class LayerTests
{
    private static readonly string[] Measurements =
        ["Stacks", "Switches", "Footprint", "Creation", "Calls", "PingPong", "Contention", "Limits", "Scale", "Telemetry"];

    /// <summary>What puts hand-overs and calls beside each other to answer a question: one layer above the two.</summary>
    private static readonly string[] Experiments = ["Ladder", "Load", "Overhead", "Directed"];

    private static readonly string[] BelowMeasurements =
        ["Statistics", "Procfs", "Interop", "Conditions", "Headroom", "Native", "Verdicts", "Memory", "Workers", "Loops"];

    /// <summary>What each folder of the library may know. A folder that is not here fails the test: place it first.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [""] = [],
        ["Statistics"] = [],
        ["Procfs"] = [],
        ["Interop"] = [],
        ["Conditions"] = ["Statistics", "Procfs", "Interop"],
        ["Headroom"] = ["Procfs", "Interop"],
        ["Native"] = ["Statistics", "Procfs", "Interop", "Headroom"],
        ["Verdicts"] = ["Statistics", "Procfs", "Interop"],
        ["Memory"] = ["Statistics", "Procfs", "Interop", "Conditions", "Verdicts"],
        ["Workers"] = ["Interop", "Procfs", "Native"],
        // The process that runs hand-overs and calls, and what their plans have in common.
        ["Loops"] = ["Procfs", "Interop", "Native", "Verdicts", "Workers"],
        ["Hosting"] = ["Workers", .. Measurements],
    };

    private static string[] AllowedFor(string layer) => Measurements.Contains(layer) ? BelowMeasurements
        : Experiments.Contains(layer) ? [.. BelowMeasurements, "Calls", "PingPong"]
        : Allowed[layer];

    [Test]
    public void Every_folder_of_the_library_has_its_place_in_the_layers()
    {
        var layers = SourceTree.Library().Select(file => file.Layer).Distinct();

        layers.Should().BeSubsetOf([.. Allowed.Keys, .. Measurements, .. Experiments]);
    }

    [Test]
    public void No_layer_uses_one_above_or_beside_it()
    {
        var offences = from file in SourceTree.Library()
                       from used in file.UsedNamespaces
                       let layer = used.Split('.').Skip(1).FirstOrDefault() ?? ""
                       where layer != "" && layer != file.Layer && !AllowedFor(file.Layer).Contains(layer)
                       select $"{file.Path} uses {used}";

        offences.Should().BeEmpty();
    }

    [Test]
    public void A_folder_is_a_namespace()
    {
        var offences = from file in SourceTree.Library()
                       let expected = file.Layer == "" ? "LinuxThreads" : $"LinuxThreads.{file.Layer}"
                       let declared = Namespace().Match(file.Text)
                       where declared.Success && declared.Groups[1].Value != expected
                       select $"{file.Path} declares {declared.Groups[1].Value}";

        offences.Should().BeEmpty();
    }

    [Test]
    public void A_file_holds_one_public_type_and_bears_its_name()
    {
        var offences = from file in SourceTree.Library()
                       let types = file.PublicTypes.Distinct().ToArray()
                       where types.Length > 1 || (types.Length == 1 && types[0] != file.Name)
                       select $"{file.Path} holds {string.Join(", ", types)}";

        offences.Should().BeEmpty();
    }

    [Test]
    public void Only_Interop_declares_native_functions()
    {
        var offences = from file in SourceTree.Library()
                       where file.Layer != "Interop" && (file.Text.Contains("[LibraryImport") || file.Text.Contains("[DllImport"))
                       select file.Path;

        offences.Should().BeEmpty();
    }

    [Test]
    public void Only_one_file_touches_Mono_Posix()
    {
        var files = from file in SourceTree.Library() where file.Text.Contains("using Mono.") select file.Path;

        files.Should().HaveCountLessThanOrEqualTo(1);
    }

    [Test]
    public void Only_ProcRoot_opens_kernel_files()
    {
        var offences = from file in SourceTree.Library()
                       where file.Name != "ProcRoot" && FileOpening().IsMatch(file.Text)
                       select file.Path;

        offences.Should().BeEmpty();
    }

    [Test]
    public void Nothing_sleeps_and_no_file_is_cut_into_regions()
    {
        var offences = from file in SourceTree.Everything()
                       where file.Name != nameof(LayerTests) && SleepOrRegion().IsMatch(file.Text)
                       select file.Path;

        offences.Should().BeEmpty();
    }

    [Test]
    public void Whoever_catches_everything_throws_it_on()
    {
        // These hold somebody else's exception for a moment, and hand it on in another thread or as a result.
        string[] carriers = ["NativeThreadBody", "NativeThreadLauncher", "ParserHarness", "ThreadRegisterTests"];

        var offences = from file in SourceTree.Everything()
                       where !carriers.Contains(file.Name)
                       from catchAll in CatchAll().Matches(file.Text)
                       where !catchAll.Groups[1].Value.Contains("throw;")
                       select file.Path;

        offences.Should().BeEmpty();
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bFile\.(Open|Read)\w*\(|new (FileStream|StreamReader)\(")]
    private static partial Regex FileOpening();

    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\(|#region")]
    private static partial Regex SleepOrRegion();

    [GeneratedRegex(@"^ *catch(?: \(Exception(?: \w+)?\))? *\n *\{([^}]*)", RegexOptions.Multiline)]
    private static partial Regex CatchAll();
}
