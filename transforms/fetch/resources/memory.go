package resources

import (
	"bytes"
	"math"
	"os"
	"runtime/debug"
	"strconv"
)

const unknownMemory = 4 << 30 // where the system does not say, as few computers have less

// MemoryLimit returns how much memory this process may use: GOMEMLIMIT, the limit
// of its control group (Linux, version 2), or all of the machine's (Linux), the
// least of those that are known.
func MemoryLimit() int64 {
	limit := debug.SetMemoryLimit(-1)
	if text, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		limit = min(limit, parseCgroupMemory(text))
	}
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		limit = min(limit, parseMemTotal(text))
	}
	if limit == math.MaxInt64 {
		return unknownMemory
	}
	return limit
}

// parseCgroupMemory reads memory.max: a number of bytes, or "max".
func parseCgroupMemory(text []byte) int64 {
	n, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	if err != nil || n <= 0 {
		return math.MaxInt64
	}
	return n
}

// parseMemTotal reads the line "MemTotal: 24683508 kB" of /proc/meminfo (proc(5)).
func parseMemTotal(text []byte) int64 {
	for line := range bytes.Lines(text) {
		fields := bytes.Fields(line)
		if len(fields) < 2 || string(fields[0]) != "MemTotal:" {
			continue
		}
		if n, err := strconv.ParseInt(string(fields[1]), 10, 64); err == nil && n > 0 && n < math.MaxInt64>>10 {
			return n << 10
		}
	}
	return math.MaxInt64
}
