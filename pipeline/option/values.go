package option

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// value is a flag.Value of a variable.
type value[T any] struct {
	at    *T
	read  func(text string) (T, error)
	write func(T) string
}

func (v value[T]) Set(text string) error {
	read, err := v.read(text)
	if err != nil {
		return err
	}
	*v.at = read
	return nil
}

func (v value[T]) String() string {
	if v.at == nil {
		return ""
	}
	return v.write(*v.at)
}

// Of is a value that is read and written by functions of its own.
func Of[T any](at *T, read func(text string) (T, error), write func(T) string) flag.Value {
	return value[T]{at, read, write}
}

// Text is a value that is taken as it is written.
func Text(at *string) flag.Value {
	asIs := func(text string) string { return text }
	return value[string]{at, func(text string) (string, error) { return text, nil }, asIs}
}

// boolean may stand without a value.
type boolean struct{ value[bool] }

// IsBoolFlag tells package flag that --name alone is enough.
func (boolean) IsBoolFlag() bool { return true }

// Bool is true or false, and true where nothing is written.
func Bool(at *bool) flag.Value {
	return boolean{value[bool]{at, func(text string) (bool, error) {
		if on, err := strconv.ParseBool(text); err == nil {
			return on, nil
		}
		switch strings.ToLower(text) {
		case "yes", "on":
			return true, nil
		case "no", "off":
			return false, nil
		}
		return false, errors.New("write true or false")
	}, strconv.FormatBool}}
}

// Whole is a whole number.
func Whole(at *int) flag.Value {
	return value[int]{at, func(text string) (int, error) {
		n, err := strconv.ParseInt(text, 0, strconv.IntSize)
		return int(n), notWhole(err)
	}, strconv.Itoa}
}

// Seed is a whole number of 64 bits without a sign.
func Seed(at *uint64) flag.Value {
	return value[uint64]{at, func(text string) (uint64, error) {
		n, err := strconv.ParseUint(text, 0, 64)
		return n, notWhole(err)
	}, func(n uint64) string { return strconv.FormatUint(n, 10) }}
}

func notWhole(err error) error {
	if errors.Is(err, strconv.ErrRange) {
		return errors.New("the number is too large")
	}
	if err != nil {
		return errors.New("write a whole number, such as 20")
	}
	return nil
}

// Number is any number.
func Number(at *float64) flag.Value {
	return value[float64]{at, func(text string) (float64, error) {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, errors.New("write a number, such as 2 or 0.5")
		}
		return n, nil
	}, func(n float64) string { return fmt.Sprint(n) }}
}

// Fraction is a share, as a number or in percent: 0.1 and 10% are the same. Plain
// numbers of ask and more are not believed, as people write 10 and mean 10%: means
// says what they would be.
func Fraction(at *float64, ask float64, means string) flag.Value {
	write := func(n float64) string {
		if n >= ask {
			return percent(n)
		}
		return fmt.Sprint(n)
	}
	return value[float64]{at, func(text string) (float64, error) {
		plain, isPercent := strings.CutSuffix(strings.TrimSpace(text), "%")
		plain = strings.TrimSpace(plain)
		n, err := strconv.ParseFloat(plain, 64)
		switch {
		case err != nil:
			return 0, errors.New("write a fraction such as 0.1, or a percentage such as 10%")
		case isPercent:
			return shift(plain, n, -2), nil
		case n >= ask:
			return 0, fmt.Errorf("%s means %s: did you mean %s%%? If not, write %s", plain, fmt.Sprintf(means, plain), plain, percent(n))
		}
		return n, nil
	}, write}
}

func percent(n float64) string {
	text := strconv.FormatFloat(n, 'f', -1, 64)
	return strconv.FormatFloat(shift(text, n, 2), 'f', -1, 64) + "%"
}

// shift moves the point of a number in its text, so that 0.1% is as exact as 0.001.
func shift(text string, n float64, places int) float64 {
	shifted, err := strconv.ParseFloat(fmt.Sprintf("%se%d", text, places), 64)
	if err != nil { // the text has an exponent of its own
		return n * math.Pow10(places)
	}
	return shifted
}

// Duration is a time span: a number of seconds, or one with units as in 1m30s.
func Duration(at *time.Duration) flag.Value {
	return value[time.Duration]{at, func(text string) (time.Duration, error) {
		if seconds, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(seconds) && math.Abs(seconds) < 1e9 {
			return time.Duration(seconds * float64(time.Second)), nil
		}
		d, err := time.ParseDuration(text)
		if err != nil {
			return 0, errors.New("write seconds, or a number with its unit, such as 20s or 2m")
		}
		return d, nil
	}, time.Duration.String}
}
