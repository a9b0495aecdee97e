package testweb

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// small is the picture that faults happen to.
func small(f Fault) Picture { return Picture{ID: 7, Width: 96, Height: 64, Fault: f} }

// whole is its bytes.
func whole(t *testing.T) []byte {
	t.Helper()
	data, err := Encode(small(""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAnswers(t *testing.T) {
	s, c, want := start(t, Options{}), newClient(t), whole(t)
	c.Transport.(*http.Transport).DisableKeepAlives = true // it tries again when a kept connection is reset
	isStatus := func(code int) func(*testing.T, answer) {
		return func(t *testing.T, a answer) {
			if a.err != nil || a.status != code || len(a.body) > 100 {
				t.Errorf("got %d, %d bytes, %v; want %d and a short text", a.status, len(a.body), a.err, code)
			}
		}
	}
	isPicture := func(t *testing.T, a answer) {
		if a.err != nil || a.status != http.StatusOK || !bytes.Equal(a.body, want) {
			t.Errorf("got %d, %d bytes, %v; want the picture", a.status, len(a.body), a.err)
		}
	}
	isHTML := func(t *testing.T, a answer) {
		if a.err != nil || a.status != http.StatusOK || !bytes.HasPrefix(a.body, []byte("<!DOCTYPE html>")) {
			t.Errorf("got %d, %.20q, %v; want HTML", a.status, a.body, a.err)
		}
	}
	isError := func(target error) func(*testing.T, answer) {
		return func(t *testing.T, a answer) {
			if !errors.Is(a.err, target) {
				t.Errorf("got %d, %v; want %v", a.status, a.err, target)
			}
		}
	}
	goesOn := func(length int64) func(*testing.T, answer) { // the request below stops at some limit
		return func(t *testing.T, a answer) {
			if a.err != nil || a.length != length || len(a.body) != bodyLimit || !bytes.HasPrefix(a.body, want) {
				t.Errorf("got %d bytes, length %d, %v; want them to go on", len(a.body), a.length, a.err)
			}
		}
	}
	typed := func(mediaType string, next func(*testing.T, answer)) func(*testing.T, answer) {
		return func(t *testing.T, a answer) {
			if got := a.header.Get("Content-Type"); got != mediaType {
				t.Errorf("Content-Type %q, want %q", got, mediaType)
			}
			next(t, a)
		}
	}
	leadsTo := func(location string) func(*testing.T, answer) {
		return func(t *testing.T, a answer) {
			if got := a.header.Get("Location"); a.status != http.StatusFound || got != location {
				t.Errorf("got %d to %q; want 302 to %q", a.status, got, location)
			}
		}
	}
	plain := small("").Path()
	checks := map[Fault]func(*testing.T, answer){
		"":    typed("image/jpeg", isPicture),
		"404": isStatus(404), "410": isStatus(410), "403": isStatus(403),
		"500": isStatus(500), "503": isStatus(503), "429": isStatus(429),
		"flaky":       isStatus(503),
		"flaky_reset": isError(syscall.ECONNRESET),
		"retry_after": func(t *testing.T, a answer) {
			isStatus(429)(t, a)
			if got := a.header.Get("Retry-After"); got != "1" {
				t.Errorf("Retry-After %q", got)
			}
		},
		"retry_after_date": func(t *testing.T, a answer) {
			isStatus(429)(t, a)
			if at, err := http.ParseTime(a.header.Get("Retry-After")); err != nil || time.Until(at) > 2*time.Second {
				t.Errorf("Retry-After %q: %v", a.header.Get("Retry-After"), err)
			}
		},
		"reset": isError(syscall.ECONNRESET),
		"close": isError(io.EOF),
		"endless_header": func(t *testing.T, a answer) {
			if a.err == nil || !strings.Contains(a.err.Error(), "headers exceeded") {
				t.Errorf("got %d, %v; want headers without end", a.status, a.err)
			}
		},
		"shortage_header": func(t *testing.T, a answer) {
			if a.err == nil || !strings.Contains(a.err.Error(), "cannot allocate memory") {
				t.Errorf("got %v, want an error that repeats the server's words", a.err)
			}
		},
		"endless":          goesOn(-1),
		"huge_bytes":       goesOn(10_000_000_000),
		"huge_chunked":     goesOn(-1),
		"truncate":         isError(io.ErrUnexpectedEOF),
		"loop":             leadsTo(Picture{ID: 7, Width: 96, Height: 64, Fault: "loop", N: 1}.Path()),
		"redirect":         leadsTo(plain),
		"redirect_private": leadsTo("http://10.0.0.1/"),
		"cut_image": func(t *testing.T, a answer) {
			if a.err != nil || a.length != int64(len(want)/2) || !bytes.Equal(a.body, want[:len(want)/2]) {
				t.Errorf("got %d bytes, length %d, %v; want half the picture", len(a.body), a.length, a.err)
			}
			if _, err := jpeg.Decode(bytes.NewReader(a.body)); err == nil {
				t.Error("half a picture decodes")
			}
		},
		"html":         typed("text/html; charset=utf-8", isHTML),
		"html_as_jpeg": typed("image/jpeg", isHTML),
		"wrong_type":   typed("text/plain; charset=utf-8", isPicture),
		"huge_pixels":  func(t *testing.T, a answer) { isBomb(t, a, "jpeg") },
		"empty": typed("image/jpeg", func(t *testing.T, a answer) {
			if a.err != nil || a.status != http.StatusOK || a.length != 0 || len(a.body) != 0 {
				t.Errorf("got %d, %d bytes, length %d, %v; want 200 with nothing", a.status, len(a.body), a.length, a.err)
			}
		}),
		"garbage": typed("image/jpeg", func(t *testing.T, a answer) {
			_, _, err := image.Decode(bytes.NewReader(a.body))
			if format := jpeg.FormatError(""); a.err != nil || !errors.As(err, &format) {
				t.Errorf("got %v; decoding says %v; want a format error", a.err, err)
			}
		}),
		"gzip": func(t *testing.T, a answer) {
			z, err := gzip.NewReader(bytes.NewReader(a.body))
			if err != nil || a.header.Get("Content-Encoding") != "gzip" {
				t.Fatalf("encoding %q: %v", a.header.Get("Content-Encoding"), err)
			}
			a.body, a.err = io.ReadAll(z)
			isPicture(t, a)
		},
		"gzip_tail": func(t *testing.T, a answer) {
			z, err := gzip.NewReader(bytes.NewReader(a.body))
			if err != nil {
				t.Fatal(err)
			}
			if body, err := io.ReadAll(z); !bytes.Equal(body, want) || !errors.Is(err, gzip.ErrHeader) {
				t.Errorf("got %d bytes, %v; want the picture and more", len(body), err)
			}
		},
		"partial": func(t *testing.T, a answer) {
			if a.err != nil || a.status != http.StatusPartialContent || !bytes.Equal(a.body, want) ||
				a.header.Get("Content-Range") != fmt.Sprintf("bytes 0-%d/%d", len(want)-1, len(want)) {
				t.Errorf("got %d, %d bytes of %q, %v", a.status, len(a.body), a.header.Get("Content-Range"), a.err)
			}
		},
		"noai": func(t *testing.T, a answer) {
			isPicture(t, a)
			if got := a.header.Get("X-Robots-Tag"); got != "noai, noimageai" {
				t.Errorf("X-Robots-Tag %q", got)
			}
		},
		"noai_named": func(t *testing.T, a answer) {
			isPicture(t, a)
			if got := a.header.Values("X-Robots-Tag"); len(got) != 2 || got[1] != "beamcrop: noimageai" {
				t.Errorf("X-Robots-Tag %q", got)
			}
		},
		"noai_other": func(t *testing.T, a answer) {
			isPicture(t, a)
			if got := a.header.Values("X-Robots-Tag"); len(got) != 2 || got[1] != "otherbot: noai, noimageai" {
				t.Errorf("X-Robots-Tag %q", got)
			}
		},
		"trickle": isPicture,
		"tdm": func(t *testing.T, a answer) {
			isPicture(t, a)
			if got := a.header.Get("TDM-Reservation"); got != "1" {
				t.Errorf("TDM-Reservation %q", got)
			}
		},
		"gzip_bomb": func(t *testing.T, a answer) {
			z, err := gzip.NewReader(bytes.NewReader(a.body))
			if err != nil {
				t.Fatal(err)
			}
			if n, _ := io.Copy(io.Discard, z); n < 100*bodyLimit {
				t.Errorf("%d bytes of gzip hold %d", len(a.body), n)
			}
		},
		"gzip_empty": func(t *testing.T, a answer) {
			z, err := gzip.NewReader(bytes.NewReader(a.body))
			if err != nil {
				t.Fatal(err)
			}
			if n, _ := io.Copy(io.Discard, z); n != 0 || len(a.body) != bodyLimit {
				t.Errorf("%d bytes of gzip hold %d", len(a.body), n)
			}
		},
	}
	silent := map[Fault]bool{"hang": true, "header_hang": true, "slow_header": true, "slow": true, "stall": true} // TestSilent has them
	for _, f := range append(Faults(), "") {
		check, ok := checks[f]
		if !ok && !silent[f] {
			t.Errorf("fault %q has no check", f)
		}
		if !ok {
			continue
		}
		t.Run(string(f), func(t *testing.T) { check(t, get(t.Context(), c, s.URL(0, small(f)), bodyLimit)) })
	}
}

// bodyLimit is above the picture's size and below that of endless bodies.
const bodyLimit = 1 << 20

func isBomb(t *testing.T, a answer, format string) {
	t.Helper()
	config, got, err := image.DecodeConfig(bytes.NewReader(a.body))
	if err != nil || got != format || config.Width != bombSide || config.Height != bombSide || len(a.body) > 200_000 {
		t.Errorf("got %s of %dx%d in %d bytes, %v", got, config.Width, config.Height, len(a.body), err)
	}
}

func TestSilent(t *testing.T) {
	for _, f := range []Fault{"hang", "header_hang", "slow_header"} {
		t.Run(string(f), func(t *testing.T) {
			s, c := start(t, Options{}), newClient(t)
			ctx, cancel := context.WithCancel(t.Context())
			got := make(chan answer)
			go func() { got <- get(ctx, c, s.URL(0, small(f)), bodyLimit) }()
			eventually(t, "the request is in flight", func() bool { return s.Stats().InFlight == 1 })
			select {
			case a := <-got:
				t.Errorf("answered: %d, %v", a.status, a.err)
			default:
			}
			cancel()
			if a := <-got; !errors.Is(a.err, context.Canceled) {
				t.Errorf("got %d, %v; want to be cancelled", a.status, a.err)
			}
			eventually(t, "the server notices", func() bool { return s.Stats().InFlight == 0 })
		})
	}
	t.Run("stall", func(t *testing.T) {
		s, c := start(t, Options{}), newClient(t)
		want := whole(t)
		a := get(t.Context(), c, s.URL(0, small("stall")), int64(len(want)/2))
		if a.err != nil || a.length != int64(len(want)) || !bytes.Equal(a.body, want[:len(want)/2]) {
			t.Errorf("got %d bytes of %d, %v", len(a.body), a.length, a.err)
		}
	})
	t.Run("slow", func(t *testing.T) {
		s, c := start(t, Options{}), newClient(t)
		a := get(t.Context(), c, s.URL(0, small("slow")), 1)
		if want := whole(t); a.err != nil || a.length != int64(len(want)) || !bytes.Equal(a.body, want[:1]) {
			t.Errorf("got %q of %d, %v", a.body, a.length, a.err)
		}
		if sent := s.Stats().Bytes; sent > 500 {
			t.Errorf("%d bytes were sent within no time", sent)
		}
	})
}

func TestFlakyRecovers(t *testing.T) {
	for _, f := range Faults() {
		reported, recoverable := f.Want()
		if !recoverable {
			continue
		}
		t.Run(string(f), func(t *testing.T) {
			s, c := start(t, Options{Hosts: 2}), newClient(t)
			p := small(f)
			p.N = 2
			for attempt := range 4 {
				a := fetch(t, c, s.URL(0, p))
				if good := a.err == nil && a.status == http.StatusOK; good != (attempt >= 2) {
					t.Errorf("attempt %d: %d, %v", attempt, a.status, a.err)
				}
			}
			if a := fetch(t, c, s.URL(1, p)); a.err == nil && a.status == http.StatusOK {
				t.Error("the same path on another host did not fail first")
			}
			if reported == "" || !f.Transient() {
				t.Errorf("reason %q, transient %v", reported, f.Transient())
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	s, c := start(t, Options{}), newClient(t)
	var hops int
	c.CheckRedirect = func(_ *http.Request, via []*http.Request) error {
		if hops = len(via); hops > 9 {
			return errors.New("too many")
		}
		return nil
	}
	p := small("redirect")
	p.N = 3
	if a := fetch(t, c, s.URL(0, p)); a.err != nil || !bytes.Equal(a.body, whole(t)) || hops != 3 {
		t.Errorf("redirect: %d hops, %d bytes, %v; want 3 and the picture", hops, len(a.body), a.err)
	}
	if a := fetch(t, c, s.URL(0, small("loop"))); a.err == nil || hops != 10 {
		t.Errorf("loop: %d hops, %d; want to give up at 10", hops, a.status)
	}
}

func TestFaultTables(t *testing.T) {
	known := map[string]bool{"": true}
	for _, r := range reason.All() {
		known[string(r)] = true
	}
	for _, f := range Faults() {
		if why, _ := f.Want(); !known[why] {
			t.Errorf("%s: %q is not in the taxonomy", f, why)
		}
		if answers[f] == nil {
			t.Errorf("%s has no answer", f)
		}
		if got, err := ParseFault(string(f)); got != f || err != nil {
			t.Errorf("ParseFault(%q) = %q, %v", f, got, err)
		}
	}
	if got, want := len(answers), len(Faults())+1; got != want {
		t.Errorf("%d answers for %d faults and none", got, want-1)
	}
	if _, err := ParseFault("nonsense"); err == nil {
		t.Error("ParseFault takes nonsense")
	}
}
