// Command measure takes the figures of `cargo xtask bench` from a provider's process, the same way for every provider.
//
//	measure first-schema PROVIDER   starts it as terraform does and prints JSON: microseconds from exec to the
//	                                handshake line and to the answer of GetProviderSchema, and its peak memory
//	measure run LOG PROGRAM ...     runs a program and appends to LOG, as JSON, what wait4 says of it
//
// Under any other name it stands in a provider's place, which terraform passes no arguments: it runs $BENCH_PROVIDER on
// its own pipes and appends to $BENCH_LOG.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

func main() {
	log.SetFlags(0)
	switch {
	case filepath.Base(os.Args[0]) != "measure":
		os.Exit(run(os.Getenv("BENCH_LOG"), os.Getenv("BENCH_PROVIDER"), os.Args[1:]))
	case len(os.Args) == 3 && os.Args[1] == "first-schema":
		report(firstSchema(os.Args[2]))
	case len(os.Args) > 3 && os.Args[1] == "run":
		os.Exit(run(os.Args[2], os.Args[3], os.Args[4:]))
	default:
		log.Fatal("usage: measure first-schema PROVIDER | measure run LOG PROGRAM [ARGUMENT ...]")
	}
}

func report(figures any, err error) {
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(figures)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// A line of the log. What wait4 says of a program holds what it says of the children that the program waited for.
type usage struct {
	CPUMicros int64 `json:"cpu_us"`
	PeakKiB   int64 `json:"peak_kib"`
}

func run(logName, program string, arguments []string) int {
	child := exec.Command(program, arguments...)
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := child.Run(); child.ProcessState == nil {
		log.Print(err)
		return 1
	}
	rusage := child.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := child.ProcessState.UserTime() + child.ProcessState.SystemTime()
	line, _ := json.Marshal(usage{CPUMicros: cpu.Microseconds(), PeakKiB: rusage.Maxrss})
	file, err := os.OpenFile(logName, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		log.Print(err)
		return 1
	}
	defer file.Close()
	fmt.Fprintf(file, "%s\n", line)
	return child.ProcessState.ExitCode()
}
