package jpegcrop

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

// TestFixtures holds every sample of many rectangles within 1 of the standard
// library's decode of the whole picture.
func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		if unsupportedFixture(name) || brokenFixture(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			want := oracle(t, name, data)
			for _, r := range boxes(want.Bounds()) {
				got, err := Decode(data, r)
				if err != nil {
					t.Fatalf("%v: %v", r, err)
				}
				if err := compare(got, want, r); err != nil {
					t.Fatalf("%v: %v", r, err)
				}
			}
		})
	}
}

func TestUnsupported(t *testing.T) {
	for name, data := range fixtures(t) {
		if !unsupportedFixture(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			if _, err := DecodeConfig(data); !errors.Is(err, ErrUnsupported) {
				t.Errorf("DecodeConfig: %v", err)
			}
			if _, err := Decode(data, oracle(t, name, data).Bounds()); !errors.Is(err, ErrUnsupported) {
				t.Errorf("Decode: %v", err)
			}
		})
	}
}

// TestTruncated cuts pictures after every byte: none of the parts passes.
func TestTruncated(t *testing.T) {
	for _, name := range []string{"baseline_420.jpg", "restart_422.jpg", "gray.jpg", "progressive_q10.jpg", "q10.jpg"} {
		t.Run(name, func(t *testing.T) {
			data := fixture(t, name)
			whole := oracle(t, name, data).Bounds()
			for _, r := range boxes(whole)[:2] {
				for n := range data {
					m, err := Decode(data[:n:n], r)
					if !errors.Is(err, io.ErrUnexpectedEOF) {
						t.Fatalf("%v of %d bytes: %T, %v", r, n, m, err)
					}
				}
			}
		})
	}
}

func TestRectangleOutside(t *testing.T) {
	data := fixture(t, "1x1.jpg")
	for _, r := range boxes(oracle(t, "1x1.jpg", data).Bounds().Inset(-2)) {
		if r.Min.X == 0 && r.Max.X == 1 && r.Min.Y == 0 && r.Max.Y == 1 {
			continue
		}
		if _, err := Decode(data, r); err == nil {
			t.Error(fmt.Sprint(r, " passes"))
		}
	}
}
