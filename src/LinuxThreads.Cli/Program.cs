return LinuxThreads.Cli.App.Run(args);
