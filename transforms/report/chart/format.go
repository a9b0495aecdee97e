package chart

import (
	"strconv"

	"github.com/beamcrop/beamcrop/transforms/percent"
)

// Count writes a number with its thousands apart.
func Count(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Bytes writes a number of bytes in decimal units.
func Bytes(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	return scaled(float64(n)/1000, 1000, []string{"kB", "MB", "GB", "TB", "PB", "EB"})
}

// Pixels writes a length in pixels.
func Pixels(n int64) string { return Count(n) + " px" }

// Duration writes a number of milliseconds.
func Duration(ms int64) string {
	switch {
	case ms < 1000:
		return strconv.FormatInt(ms, 10) + " ms"
	case ms < 120_000:
		return short(float64(ms)/1000) + " s"
	case ms < 120*60_000:
		return short(float64(ms)/60_000) + " min"
	case ms < 72*3_600_000:
		return short(float64(ms)/3_600_000) + " h"
	default:
		return short(float64(ms)/86_400_000) + " days"
	}
}

// Rounded keeps a number's two highest digits, which is as much as a histogram
// knows of a quantile.
func Rounded(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

// Percent writes a share of a whole; one that is neither none nor all is never
// written as if it were.
func Percent(part, whole int64) string {
	return Share(percent.Of(part, whole), part, whole)
}

// Share is Percent of a share that was rounded already, to tenths of a percent.
func Share(tenths, part, whole int64) string {
	switch {
	case part == 0 || part == whole:
		return strconv.FormatInt(tenths/10, 10) + "%"
	case tenths == 0:
		return "< 0.1%"
	case tenths == percent.Whole:
		return "> 99.9%"
	}
	return percent.Text(tenths)
}

func scaled(v, step float64, units []string) string {
	unit := 0
	for v >= step-0.05 && unit < len(units)-1 {
		v, unit = v/step, unit+1
	}
	return short(v) + " " + units[unit]
}

// short writes a number with one decimal where that says something.
func short(v float64) string {
	if text := strconv.FormatFloat(v, 'f', 1, 64); v < 10 && text[len(text)-1] != '0' {
		return text
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}
