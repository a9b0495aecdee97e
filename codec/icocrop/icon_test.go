package icocrop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
)

// icon makes a file of pictures, of which each entry says width and bits.
func icon(kind byte, pictures []string, sides, bits []byte) []byte {
	data := []byte{0, 0, kind, 0, byte(len(pictures)), 0}
	place := directory + entrySize*len(pictures)
	for i, p := range pictures {
		data = append(data, sides[i], sides[i], 0, 0, 1, 0, bits[i], 0)
		data = binary.LittleEndian.AppendUint32(data, uint32(len(p)))
		data = binary.LittleEndian.AppendUint32(data, uint32(place))
		place += len(p)
	}
	for _, p := range pictures {
		data = append(data, p...)
	}
	return data
}

func TestLargest(t *testing.T) {
	png := pngMagic + "rest"
	tests := []struct {
		name  string
		data  []byte
		want  string
		isPNG bool
	}{
		{"one", icon(1, []string{"bitmap"}, []byte{16}, []byte{8}), "bitmap", false},
		{"0 is 256", icon(1, []string{"small", png, "other"}, []byte{255, 0, 16}, []byte{32, 32, 32}), png, true},
		{"more bits", icon(1, []string{"four", "eight", "one"}, []byte{16, 16, 16}, []byte{4, 8, 1}), "eight", false},
		{"a cursor has no bits", icon(2, []string{"first", "second"}, []byte{16, 16}, []byte{4, 8}), "first", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, isPNG, err := Largest(tt.data)
			if err != nil || !strings.HasPrefix(string(got), tt.want) || isPNG != tt.isPNG {
				t.Errorf("got %q, %v, %v; want %q, %v", got, isPNG, err, tt.want, tt.isPNG)
			}
		})
	}
}

func TestTruncated(t *testing.T) {
	data := icon(1, []string{"bitmap"}, []byte{16}, []byte{8})
	if _, _, err := Largest(data[:directory+entrySize]); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

func FuzzLargest(f *testing.F) {
	f.Add(icon(1, []string{"a", "bcd"}, []byte{16, 32}, []byte{8, 4}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, _, err := Largest(data); err == nil && !bytes.Contains(data, got) {
			t.Errorf("%q is not in the file", got)
		}
	})
}
