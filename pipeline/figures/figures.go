package figures

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/transforms/percent"
)

// Bytes writes a number of bytes in decimal units.
func Bytes(n int64) string {
	const units = "kMGTPE"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n)/1000, 0
	for value >= 999.95 && unit < len(units)-1 {
		value, unit = value/1000, unit+1
	}
	return fmt.Sprintf("%.1f %cB", value, units[unit])
}

// Share writes a part of a whole, so that several stand in a column.
func Share(part, whole int64) string {
	return fmt.Sprintf("%6s", percent.Text(percent.Of(part, whole)))
}

// Plural returns the word for one, or the one for any other number.
func Plural(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Seconds is a time to come in whole seconds: at least one, and at most a century,
// where a Duration would not hold it.
func Seconds(s float64) time.Duration {
	const century = 100 * 365 * 24 * 60 * 60
	return time.Duration(math.Round(min(max(s, 1), century))) * time.Second
}

// MostFrequent returns what was counted by falling count, equal ones by name.
func MostFrequent(counts map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
