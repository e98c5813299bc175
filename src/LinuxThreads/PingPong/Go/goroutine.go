// Two goroutines that hand a number to each other over two unbuffered channels, timed in batches.
//
// Started with: the CPU or -1, batches, round trips in each, round trips before them. Says "ready", waits for a line, runs, prints one
// line (the version of the runtime, the figures of the window, then each batch's nanoseconds) and waits for the end of its input, so that
// its starter can ask the kernel for its time.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// A figure that the kernel does not tell.
const unknown = -1

type reading struct {
	voluntary, involuntary, cpu, migrations, wall int64
}

func fail(what string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
	os.Exit(1)
}

func argument(at int, least int64) int64 {
	if len(os.Args) != 5 {
		fail("arguments", fmt.Errorf("CPU, batches, round trips, warm-up are wanted, these are %d", len(os.Args)-1))
	}
	number, err := strconv.ParseInt(os.Args[at], 10, 32)
	if err == nil && number < least {
		err = fmt.Errorf("less than %d", least)
	}
	if err != nil {
		fail("argument "+strconv.Itoa(at), err)
	}
	return number
}

// The clock of a kernel id, in nanoseconds.
func clock(id uintptr) int64 {
	var now syscall.Timespec
	_, _, errno := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, id, uintptr(unsafe.Pointer(&now)), 0)
	if errno != 0 {
		fail("clock_gettime", errno)
	}
	return now.Nano()
}

// How often the threads that are alive were moved to another CPU since each began.
func migrations() int64 {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return unknown
	}
	var sum int64
	for _, thread := range threads {
		text, err := os.ReadFile("/proc/self/task/" + thread.Name() + "/sched")
		if err != nil {
			return unknown
		}
		found := false
		for _, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "se.nr_migrations") {
				number, err := strconv.ParseInt(strings.TrimSpace(line[strings.IndexByte(line, ':')+1:]), 10, 64)
				if err != nil {
					fail("se.nr_migrations", err)
				}
				sum += number
				found = true
			}
		}
		if !found {
			return unknown
		}
	}
	return sum
}

const (
	clockMonotonic   = 1
	clockProcessTime = 2
)

func read() reading {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail("getrusage", err)
	}
	return reading{voluntary: int64(usage.Nvcsw), involuntary: int64(usage.Nivcsw), cpu: clock(clockProcessTime), wall: clock(clockMonotonic)}
}

func lead(to chan<- int, from <-chan int, roundTrips int64) {
	for i := int64(0); i < roundTrips; i++ {
		to <- int(i)
		<-from
	}
}

func follow(from <-chan int, to chan<- int) {
	for number := range from {
		to <- number
	}
}

// Confines the process to a CPU. The runtime has threads already, which an affinity set now would miss: the program is executed again,
// by a thread that has the affinity, and all threads of its new life inherit that.
func confine(cpu int64) {
	runtime.LockOSThread()
	mask := make([]uint64, cpu/64+1)
	// The kernel takes a mask that is shorter than its own, and one that is longer.
	mask[cpu/64] = 1 << (cpu % 64)
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETAFFINITY, 0, uintptr(len(mask)*8), uintptr(unsafe.Pointer(&mask[0])))
	if errno != 0 {
		fail("sched_setaffinity "+os.Args[1], errno)
	}
	arguments := append([]string{os.Args[0], "-1"}, os.Args[2:]...)
	fail("exec", syscall.Exec("/proc/self/exe", arguments, os.Environ()))
}

// The next line of the input; false at its end.
func await() bool {
	var one [1]byte
	for {
		n, err := syscall.Read(0, one[:])
		if err == syscall.EINTR {
			continue
		}
		if n != 1 {
			return false
		}
		if one[0] == '\n' {
			return true
		}
	}
}

func main() {
	cpu, batches, roundTrips, warmUp := argument(1, -1), argument(2, 1), argument(3, 1), argument(4, 0)
	if cpu >= 0 {
		confine(cpu)
	}
	fmt.Println("ready")
	if !await() {
		return
	}
	toFollower, toLeader := make(chan int), make(chan int)
	go follow(toFollower, toLeader)
	lead(toFollower, toLeader, warmUp)

	samples := make([]int64, batches)
	moved := migrations()
	// What reading the files left is collected now, and not in the window.
	runtime.GC()
	opened := read()
	before := time.Now()
	for i := range samples {
		lead(toFollower, toLeader, roundTrips)
		after := time.Now()
		samples[i] = after.Sub(before).Nanoseconds()
		before = after
	}
	closed := read()
	movedAfter := migrations()
	close(toFollower)

	difference := int64(unknown)
	if moved != unknown && movedAfter >= moved {
		difference = movedAfter - moved
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(out, "goroutine %s %d %d %d %d %d %d %d", strings.ReplaceAll(runtime.Version(), " ", "_"), runtime.GOMAXPROCS(0),
		closed.voluntary-opened.voluntary, closed.involuntary-opened.involuntary, closed.cpu-opened.cpu, difference,
		closed.wall-opened.wall, batches)
	for _, sample := range samples {
		fmt.Fprintf(out, " %d", sample)
	}
	fmt.Fprintln(out)
	if err := out.Flush(); err != nil {
		fail("writing", err)
	}
	for await() {
	}
}
