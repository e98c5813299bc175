namespace LinuxThreads.Procfs;

/// <summary>Reads the text of <c>/proc/[pid]/stat</c>.</summary>
internal static class PidStatParser
{
    public static PidStat Parse(ReadOnlySpan<byte> text, string path)
    {
        // The name may hold newlines, so the file is not cut into lines.
        var whole = new TextField(text, path, 1, default);
        var open = text.IndexOf((byte)'(');
        var close = text.LastIndexOf((byte)')');
        if (open < 1 || close < open || text is not [.., (byte)'\n'])
        {
            throw whole.Error("an id, a name in parentheses and numbers, ended by a newline");
        }

        var fields = new Fields(whole, text[(close + 1)..^1]);
        var stat = new PidStat
        {
            Pid = new Tid(whole.Part(TextField.Trim(text[..open]), "pid"u8).Int32()),
            Comm = new Comm(text[(open + 1)..close]),
            State = TaskState.From(fields.Next("state"u8)),
            Ppid = new Pid(fields.Next("ppid"u8).Int32()),
            Pgrp = fields.Next("pgrp"u8).Int32(),
            Session = fields.Next("session"u8).Int32(),
            TtyNr = fields.Next("tty_nr"u8).Int32(),
            Tpgid = fields.Next("tpgid"u8).Int32(),
            Flags = fields.Next("flags"u8).UInt32(),
            Minflt = fields.Next("minflt"u8).Count(),
            Cminflt = fields.Next("cminflt"u8).Count(),
            Majflt = fields.Next("majflt"u8).Count(),
            Cmajflt = fields.Next("cmajflt"u8).Count(),
            Utime = fields.Next("utime"u8).Ticks(),
            Stime = fields.Next("stime"u8).Ticks(),
            Cutime = fields.Next("cutime"u8).Ticks(),
            Cstime = fields.Next("cstime"u8).Ticks(),
            Priority = fields.Next("priority"u8).Int32(),
            Nice = fields.Next("nice"u8).Int32(),
            NumThreads = fields.Next("num_threads"u8).Int32(),
            Itrealvalue = fields.Next("itrealvalue"u8).Int64(),
            Starttime = fields.Next("starttime"u8).Ticks(),
            Vsize = fields.Next("vsize"u8).Size(),
            Rss = fields.Next("rss"u8).Int64(),
            Rsslim = Limit(fields.Next("rsslim"u8)),
            Startcode = fields.Next("startcode"u8).UInt64(),
            Endcode = fields.Next("endcode"u8).UInt64(),
            Startstack = fields.Next("startstack"u8).UInt64(),
            Kstkesp = fields.Next("kstkesp"u8).UInt64(),
            Kstkeip = fields.Next("kstkeip"u8).UInt64(),
            Signal = fields.Next("signal"u8).UInt64(),
            Blocked = fields.Next("blocked"u8).UInt64(),
            Sigignore = fields.Next("sigignore"u8).UInt64(),
            Sigcatch = fields.Next("sigcatch"u8).UInt64(),
            Wchan = fields.Next("wchan"u8).UInt64(),
            Nswap = fields.Next("nswap"u8).UInt64(),
            Cnswap = fields.Next("cnswap"u8).UInt64(),
            ExitSignal = fields.Next("exit_signal"u8).Int32(),
            Processor = fields.Next("processor"u8).Int32(),
            RtPriority = fields.Next("rt_priority"u8).UInt32(),
            Policy = fields.Next("policy"u8).UInt32(),
            DelayacctBlkioTicks = fields.Next("delayacct_blkio_ticks"u8).Ticks(),
            GuestTime = fields.Next("guest_time"u8).Ticks(),
            CguestTime = fields.Next("cguest_time"u8).Ticks(),
        };
        ReadLaterFields(stat, ref fields);
        return stat;
    }

    /// <summary>The fields that newer kernels have added behind the 44th, in the order in which they came.</summary>
    private static void ReadLaterFields(PidStat stat, ref Fields fields)
    {
        if (fields.AtEnd)
        {
            return;
        }

        stat.StartData = fields.Next("start_data"u8).UInt64();
        stat.EndData = fields.Next("end_data"u8).UInt64();
        stat.StartBrk = fields.Next("start_brk"u8).UInt64();
        if (fields.AtEnd)
        {
            return;
        }

        stat.ArgStart = fields.Next("arg_start"u8).UInt64();
        stat.ArgEnd = fields.Next("arg_end"u8).UInt64();
        stat.EnvStart = fields.Next("env_start"u8).UInt64();
        stat.EnvEnd = fields.Next("env_end"u8).UInt64();
        stat.ExitCode = fields.Next("exit_code"u8).Int32();
        if (fields.AtEnd)
        {
            return;
        }

        var more = new List<string>();
        while (!fields.AtEnd)
        {
            more.Add(fields.Next(default).Text());
        }

        stat.Unrecognized = more;
    }

    private static RlimitValue Limit(TextField field)
    {
        var limit = field.UInt64();
        return limit == ulong.MaxValue ? RlimitValue.Unlimited : RlimitValue.Limited(limit);
    }

    /// <summary>The fields behind the name.</summary>
    private ref struct Fields(TextField whole, ReadOnlySpan<byte> rest)
    {
        private readonly TextField _whole = whole;

        private ReadOnlySpan<byte> _rest = rest;

        public readonly bool AtEnd => TextField.Trim(_rest).IsEmpty;

        public TextField Next(ReadOnlySpan<byte> name)
        {
            var word = _whole.NextWord(ref _rest, name);
            return word.Bytes.IsEmpty ? throw word.Error("a value (the file is cut short)") : word;
        }
    }
}
