package option

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Bytes is a number of bytes: 32000000, 32MB or 32MiB. As with curl and rclone, K, M,
// G and T alone are powers of 1024.
func Bytes(at *int64) flag.Value { return value[int64]{at, ParseBytes, wholeText} }

// ParseBytes reads what Bytes does.
func ParseBytes(text string) (int64, error) {
	n, err := scaled(text, map[string]float64{
		"B": 1, "K": 1 << 10, "KIB": 1 << 10, "KB": 1e3, "M": 1 << 20, "MIB": 1 << 20, "MB": 1e6,
		"G": 1 << 30, "GIB": 1 << 30, "GB": 1e9, "T": 1 << 40, "TIB": 1 << 40, "TB": 1e12,
	})
	if errors.Is(err, errNoSize) {
		return 0, errors.New("write a number of bytes, or one with a unit such as 32MiB or 32MB")
	}
	return n, err
}

// Count is a whole number, which may be written with k or M: 10k, 50M.
func Count(at *int64) flag.Value {
	return value[int64]{at, ParseCount, wholeText}
}

// SmallCount is a Count in an int.
func SmallCount(at *int) flag.Value {
	return value[int]{at, func(text string) (int, error) {
		n, err := ParseCount(text)
		if err == nil && int64(int(n)) != n {
			err = fmt.Errorf("%s is too large", text)
		}
		return int(n), err
	}, strconv.Itoa}
}

// ParseCount reads what Count does.
func ParseCount(text string) (int64, error) {
	n, err := scaled(text, map[string]float64{"K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9})
	if errors.Is(err, errNoSize) {
		return 0, errors.New("write a whole number, such as 1000 or 10k")
	}
	return n, err
}

func wholeText(n int64) string { return strconv.FormatInt(n, 10) }

var errNoSize = errors.New("not a number with a unit")

var withUnit = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?) *([A-Za-z]+)$`)

// scaled reads a whole number, or a number and a unit.
func scaled(text string, units map[string]float64) (int64, error) {
	n, err := strconv.ParseInt(text, 0, 64)
	if err == nil {
		return n, nil
	}
	if errors.Is(err, strconv.ErrRange) {
		return 0, errors.New("the number is too large")
	}
	m := withUnit.FindStringSubmatch(text)
	if m == nil {
		return 0, errNoSize
	}
	unit, known := units[strings.ToUpper(m[2])]
	number, err := strconv.ParseFloat(m[1], 64)
	size := math.Round(number * unit)
	switch {
	case !known || err != nil:
		return 0, errNoSize
	case size >= math.MaxInt64:
		return 0, fmt.Errorf("%s is too large", text)
	}
	return int64(size), nil
}
