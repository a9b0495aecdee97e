package resources

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestMemoryLimit(t *testing.T) {
	if n := MemoryLimit(); n < 64<<20 || n > 1<<45 {
		t.Errorf("the limit is %d bytes", n)
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(256 << 20))
	if n := MemoryLimit(); n != 256<<20 {
		t.Errorf("the limit is %d bytes, GOMEMLIMIT is 256 MiB", n)
	}
}

func TestParseMemory(t *testing.T) {
	for text, want := range map[string]int64{
		"1073741824\n": 1 << 30,
		"max\n":        math.MaxInt64,
		"":             math.MaxInt64,
		"-1":           math.MaxInt64,
	} {
		if n := parseCgroupMemory([]byte(text)); n != want {
			t.Errorf("memory.max %q is %d, want %d", text, n, want)
		}
	}
	for text, want := range map[string]int64{
		"MemTotal:       24683508 kB\nMemFree:  1 kB\n": 24683508 << 10,
		"MemFree: 5 kB\nMemTotal:\nMemTotal: 1 kB\n":    1 << 10,
		"MemTotal: x kB\n":                   math.MaxInt64,
		"MemTotal: 9223372036854775807 kB\n": math.MaxInt64,
		"":                                   math.MaxInt64,
	} {
		if n := parseMemTotal([]byte(text)); n != want {
			t.Errorf("meminfo %q is %d, want %d", text, n, want)
		}
	}
}
