package web

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// drip gives size bytes every gap, after a first piece at once.
type drip struct {
	first, size int
	gap         time.Duration
	begun       bool
}

func (d *drip) Read(b []byte) (int, error) {
	if !d.begun {
		d.begun = true
		return min(d.first, len(b)), nil
	}
	time.Sleep(d.gap)
	return min(d.size, len(b)), nil
}

func TestPace(t *testing.T) {
	const period = 10 * time.Second
	tests := []struct {
		name  string
		src   drip
		slow  bool // or silent
		ends  bool
		after time.Duration
	}{
		{"a byte a second", drip{1, 1, time.Second, false}, true, true, period},
		{"just below", drip{0, leastRate - 1, time.Second, false}, true, true, period},
		{"a quarter above", drip{leastRate, leastRate * 5 / 4, time.Second, false}, false, false, 0},
		{"in bursts", drip{3000, 20_000, 9 * time.Second, false}, false, false, 0},
		{"nothing", drip{0, 0, time.Second, false}, false, true, period},
		{"nothing after a good start", drip{30_000, 0, time.Second, false}, false, true, 3 * period / 2},
		{"slow after a good start", drip{30_000, 1, time.Second, false}, true, true, 3 * period / 2},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			began := time.Now()
			var cause error
			var after time.Duration
			p := newMinRateReader(io.NopCloser(&tt.src), period, func(err error) {
				if cause != nil {
					t.Error("ended twice")
				}
				cause, after = err, time.Since(began)
			})
			defer p.stop()
			buf := make([]byte, 1<<15)
			for time.Since(began) < 10*time.Minute {
				if _, err := p.Read(buf); err != nil {
					t.Fatal(err)
				}
			}
			var slow tooSlow
			var quiet silent
			if (cause != nil) != tt.ends || errors.As(cause, &slow) != tt.slow || errors.As(cause, &quiet) != (tt.ends && !tt.slow) || after != tt.after {
				t.Errorf("ended by %v after %v, want slow %t after %v", cause, after, tt.slow, tt.after)
			}
		})
	}
}

// Waiting for our own memory is not the server's time.
func TestPacePauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var cause error
		p := newMinRateReader(io.NopCloser(strings.NewReader("body")), 10*time.Second, func(err error) { cause = err })
		time.Sleep(9 * time.Second)
		p.pause()
		time.Sleep(time.Hour)
		p.resume()
		time.Sleep(9 * time.Second)
		if synctest.Wait(); cause != nil {
			t.Error(cause)
		}
		if data, err := io.ReadAll(p); string(data) != "body" || err != nil || p.received() != 4 {
			t.Errorf("%q, %v, %d bytes", data, err, p.received())
		}
		time.Sleep(2 * time.Second)
		if synctest.Wait(); cause == nil {
			t.Error("not watched after the pause")
		}
		p.stop()
	})
}

func TestPacePassesErrors(t *testing.T) {
	p := newMinRateReader(io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF)), time.Hour, nil)
	defer p.stop()
	if _, err := p.Read(make([]byte, 1)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

// bubble runs a test on a fake clock.
func bubble(t *testing.T, name string, run func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, run) })
}
