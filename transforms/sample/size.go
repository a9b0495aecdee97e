package sample

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Size is how much of a dataset is wanted: all of it, a number of rows, or a
// share of them. The zero Size means all.
type Size struct {
	Rows    int64   // exactly this many; 0 = not given as a number
	Percent float64 // this share of all rows, 0 to 100; 0 = not given as a share
}

// ParseSize reads a Size from its command-line form: "0" or "" (all rows),
// "1000" (rows) or "2.5%" (a share).
func ParseSize(text string) (Size, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Size{}, nil
	}
	if share, ok := strings.CutSuffix(text, "%"); ok {
		percent, err := strconv.ParseFloat(share, 64)
		if err != nil || !(percent > 0 && percent <= 100) {
			return Size{}, fmt.Errorf("must be above 0%% and at most 100%%, such as 2.5%%, not %q", text)
		}
		return Size{Percent: percent}, nil
	}
	rows, err := strconv.ParseInt(text, 10, 64)
	if err != nil || rows < 0 {
		return Size{}, fmt.Errorf("must be a number of rows (0 for all) or a share such as 1%%, not %q", text)
	}
	return Size{Rows: rows}, nil
}

// Of returns how many of total rows the Size asks for: never more than total,
// and for a share the nearest whole number, at least one row.
func (s Size) Of(total int64) int64 {
	switch {
	case s.Percent > 0:
		n := int64(math.Round(float64(total) * s.Percent / 100))
		return min(max(n, 1), total)
	case s.Rows > 0:
		return min(s.Rows, total)
	default:
		return total
	}
}
