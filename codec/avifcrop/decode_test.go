package avifcrop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"testing"
)

func still(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../../transforms/crop/testdata/pictures/still.avif")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDecode(t *testing.T) {
	size, err := Size(still(t))
	if err != nil || size != image.Pt(61, 43) {
		t.Fatalf("%v, %v", size, err)
	}
	m, err := Decode(still(t))
	if err != nil || m.Bounds().Size() != size {
		t.Fatalf("%v, %v", m, err)
	}
}

// TestDamage cuts a picture, and changes bytes of it: no picture comes of it that
// libavif did not draw.
func TestDamage(t *testing.T) {
	data := still(t)
	for n := range data {
		if _, err := Size(data[:n:n]); n < len(data)-200 && err == nil {
			t.Fatalf("%d of %d bytes pass", n, len(data))
		}
	}
	if _, err := Decode(data[:len(data)-1]); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without its last byte: %v", err)
	}
	pixels, ok := find(data, "mdat")
	if !ok {
		t.Fatal("no pixels")
	}
	clear(pixels)
	var format FormatError
	if _, err := Decode(data); !errors.As(err, &format) {
		t.Errorf("without pixels: %v", err)
	}
}

func TestOrientation(t *testing.T) {
	appended := func(to []byte, name string, body ...byte) []byte {
		to = binary.BigEndian.AppendUint32(to, uint32(8+len(body)))
		return append(append(to, name...), body...)
	}
	size := appended(nil, "ispe", 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 2)
	picture := func(properties []byte, n byte) []byte {
		associations := []byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 1, n} // of item 1
		for i := range n {
			associations = append(associations, 0x80|i+1)
		}
		meta := appended([]byte{0, 0, 0, 0}, "pitm", 0, 0, 0, 0, 0, 1)
		meta = appended(meta, "iprp", appended(appended(nil, "ipco", properties...), "ipma", associations...)...)
		return appended(nil, "meta", meta...)
	}
	tests := []struct {
		turns, axis byte // axis 2: not mirrored
		want        int
	}{
		{0, 2, 1}, {1, 2, 8}, {2, 2, 3}, {3, 2, 6}, {0, 0, 4}, {0, 1, 2}, {1, 0, 5}, {1, 1, 7}, {2, 0, 2}, {2, 1, 4}, {3, 0, 7}, {3, 1, 5},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d turns, axis %d", tt.turns, tt.axis), func(t *testing.T) {
			properties, n := appended(bytes.Clone(size), "irot", tt.turns), byte(2)
			if tt.axis < 2 {
				properties, n = appended(properties, "imir", tt.axis), 3
			}
			data := picture(properties, n)
			if got := Orientation(data); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
			if got, err := Size(data); err != nil || got != image.Pt(4, 2) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	if got := Orientation(nil); got != 1 {
		t.Errorf("got %d for nothing", got)
	}
}

// FuzzSize holds that no container makes it panic, and that its errors are of the
// documented kinds.
func FuzzSize(f *testing.F) {
	f.Add(still(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		size, err := Size(data)
		var format FormatError
		switch {
		case err == nil && (size.X <= 0 || size.Y <= 0):
			t.Errorf("a size of %v", size)
		case err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &format):
			t.Errorf("an error of an undocumented kind: %v", err)
		}
	})
}
