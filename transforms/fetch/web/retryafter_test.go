package web

import (
	"net/http"
	"testing"
	"time"
)

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	const year = 365 * 24 * time.Hour
	for value, want := range map[string]time.Duration{
		"":                               0,
		"0":                              0,
		" 7 ":                            7 * time.Second,
		"120":                            2 * time.Minute,
		"99999999999999999999":           year,
		"9223372036854775807":            year,
		"-5":                             0,
		"1.5":                            0,
		"soon":                           0,
		"Mon, 23 Nov 2026 12:00:09 GMT":  9 * time.Second,
		"Monday, 23-Nov-26 12:00:09 GMT": 9 * time.Second,
		"Mon Nov 23 12:00:09 2026":       9 * time.Second,
		now.Add(-time.Hour).Format(http.TimeFormat): 0,
		now.Add(10 * year).Format(http.TimeFormat):  year,
	} {
		t.Run(value, func(t *testing.T) {
			if got := parseRetryAfter(value, now); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120", int64(0))
	f.Add("Mon, 23 Nov 2026 12:00:09 GMT", int64(1795435200))
	f.Fuzz(func(t *testing.T, value string, unix int64) {
		got := parseRetryAfter(value, time.Unix(unix%(1<<40), 0))
		if got < 0 || got > 365*24*time.Hour {
			t.Fatalf("%q: %v", value, got)
		}
	})
}
