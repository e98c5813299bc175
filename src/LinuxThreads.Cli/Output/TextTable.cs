using Spectre.Console;
using Spectre.Console.Rendering;

namespace LinuxThreads.Cli.Output;

/// <summary>A plain table: a header, rows, numbers to the right; no frame, so that it survives cut, grep and 80 columns.</summary>
internal sealed class TextTable
{
    private const int Gap = 2;

    private readonly Table _table = new();
    private readonly int _columns;

    /// <summary>Starts a table; a header that begins with <c>&gt;</c> aligns its column to the right.</summary>
    public TextTable(params ReadOnlySpan<string> headers)
    {
        _table.Border(TableBorder.None);
        _columns = headers.Length;
        foreach (var header in headers)
        {
            var last = _table.Columns.Count == headers.Length - 1;
            var right = header.StartsWith('>');
            var column = new TableColumn(new Text(right ? header[1..] : header, new Style(decoration: Decoration.Bold)));
            column.Alignment = right ? Justify.Right : Justify.Left;
            column.NoWrap = right;
            column.Padding = new Padding(0, 0, last ? 0 : Gap, 0);
            _table.AddColumn(column);
        }
    }

    /// <summary>Adds a row; every cell is shown literally.</summary>
    public void Add(params ReadOnlySpan<string> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, _columns);
        var row = new IRenderable[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            row[i] = new Text(cells[i]);
        }

        _table.AddRow(row);
    }

    /// <summary>Writes the table, fitted to the terminal.</summary>
    public void WriteTo(TextWriter writer, Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = terminal.Width;
        console.Write(_table);
    }
}
