using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class MappingKindTests
{
    [TestCase("rw-p [stack]", MemoryClass.ThreadStacks)]
    [TestCase("rw-p [heap]", MemoryClass.Heap)]
    [TestCase("r-xp [vdso]", MemoryClass.Vdso)]
    [TestCase("r--p [vvar]", MemoryClass.Vdso)]
    [TestCase("r--p [vvar_vclock]", MemoryClass.Vdso)]
    [TestCase("--xp [vsyscall]", MemoryClass.Vdso)]
    [TestCase("--xp [uprobes]", MemoryClass.Rest)]
    [TestCase("rw-p", MemoryClass.OtherAnonymous)]
    [TestCase("---p", MemoryClass.OtherAnonymous)]
    [TestCase("rwxp", MemoryClass.JitCode)]
    [TestCase("r-xp", MemoryClass.JitCode)]
    [TestCase("rw-s", MemoryClass.Rest)]
    [TestCase("rw-p [anon:pool]", MemoryClass.NamedAnonymous)]
    [TestCase("rw-s [anon_shmem:pool]", MemoryClass.SharedMemory)]
    [TestCase("rw-s /memfd:doublemapper (deleted)", MemoryClass.JitCode)]
    [TestCase("rw-s /memfd:other (deleted)", MemoryClass.SharedMemory)]
    [TestCase("rw-s /SYSV00000000 (deleted)", MemoryClass.SharedMemory)]
    [TestCase("rw-s /dev/zero (deleted)", MemoryClass.SharedMemory)]
    [TestCase("rw-s /dev/shm/sem.a", MemoryClass.SharedMemory)]
    [TestCase("rw-s /dev/dri/card0", MemoryClass.Rest)]
    [TestCase("rw-s /[aio] (deleted)", MemoryClass.Rest)]
    [TestCase("rw-s anon_inode:[io_uring]", MemoryClass.Rest)]
    [TestCase("rw-p /anon_hugepage (deleted)", MemoryClass.OtherAnonymous)]
    [TestCase("rw-s /anon_hugepage (deleted)", MemoryClass.SharedMemory)]
    [TestCase("r-xp /usr/lib/libc.so.6", MemoryClass.FilePrivate)]
    [TestCase("rw-p /usr/lib/libc.so.6", MemoryClass.FilePrivate)]
    [TestCase("r--s /var/cache/a b", MemoryClass.FileShared)]
    [TestCase("rw-p /home/[heap]", MemoryClass.FilePrivate)]
    public void A_mapping_has_a_class_by_its_name_and_rights(string line, MemoryClass expected) =>
        MappingKind.Of(MappingText.Parse($"1000-2000 {line}").Single()).Should().Be(expected);

    [Test]
    public void A_mapping_that_smaps_shows_twice_counts_once_as_it_was_last() =>
        MappingText.Parse("1000-3000 rw-p | 4", "2000-4000 rw-p | 8", "4000-5000 rw-p | 4").Select(static mapping => mapping.Figures.Rss.Bytes)
            .Should().Equal(8192, 4096);
}
