package parquet

import (
	"fmt"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// clock is how a timestamp or a time of day is written.
type clock struct {
	timestamp, utc bool
	perSecond      int64 // ticks
}

func clockOf(column *parquet.Column) (clock, bool) {
	switch t := logicalType(column).(type) {
	case *format.TimestampType:
		return clock{true, t.IsAdjustedToUTC, ticks(t.Unit)}, true
	case *format.TimeType:
		return clock{false, t.IsAdjustedToUTC, ticks(t.Unit)}, true
	}
	return clock{}, false
}

func ticks(unit format.TimeUnit) int64 {
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return 1e3
	case *format.MicroSeconds:
		return 1e6
	default:
		return 1e9
	}
}

// isClock says whether two leaves are timestamps, or times, that differ in no more
// than their unit.
func isClock(a, b *parquet.Column) bool {
	mine, isMine := clockOf(a)
	theirs, isTheirs := clockOf(b)
	return isMine && isTheirs && mine.timestamp == theirs.timestamp && mine.utc == theirs.utc
}

// isOldTimestamp says whether the first of two leaves is a timestamp as INT96, which has
// no time zone and counts nanoseconds, and the other one that goes with it.
func isOldTimestamp(old, other *parquet.Column) bool {
	clock, ok := clockOf(other)
	return old.Type().Kind() == parquet.Int96 && ok && clock.timestamp && !clock.utc
}

// julianDay is the number of the first day of 1970 in INT96.
const julianDay = 2440588

// oldTimestamp returns a timestamp of INT96 in nanoseconds since 1970.
func oldTimestamp(from *parquet.Column) func(parquet.Value) (parquet.Value, error) {
	const day = int64(24 * 60 * 60 * 1e9)
	return func(v parquet.Value) (parquet.Value, error) {
		parts := v.Int96()
		nanos := int64(parts[1])<<32 | int64(parts[0])
		days := int64(parts[2]) - julianDay
		if limit := math.MaxInt64 / day; days >= limit || days <= -limit || nanos < 0 || nanos >= day {
			return v, fmt.Errorf("column %q: the time of day %d in INT96 does not fit nanoseconds since 1970", from.Name(), days)
		}
		return parquet.Int64Value(days*day + nanos), nil
	}
}

// finer says whether the first of two clocks has the smaller unit.
func finer(a, b *parquet.Column) bool {
	mine, _ := clockOf(a)
	theirs, _ := clockOf(b)
	return mine.perSecond > theirs.perSecond
}

// clockConversion returns how the values of one clock become those of a finer one.
func clockConversion(from, to *parquet.Column) func(parquet.Value) (parquet.Value, error) {
	coarse, _ := clockOf(from)
	fine, _ := clockOf(to)
	factor := fine.perSecond / coarse.perSecond
	read := parquet.Value.Int64
	if from.Type().Kind() == parquet.Int32 {
		read = func(v parquet.Value) int64 { return int64(v.Int32()) }
	}
	return func(v parquet.Value) (parquet.Value, error) {
		n := read(v)
		if n > math.MaxInt64/factor || n < math.MinInt64/factor {
			return v, fmt.Errorf("column %q: the time %d does not fit the finer unit that another file has (write the files with one unit)", from.Name(), n)
		}
		return parquet.Int64Value(n * factor), nil
	}
}
