package pngcrop

import (
	"bytes"
	"errors"
	"image"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestChunks puts chunks together in ways that the specification allows or
// does not, and holds that image/png agrees: "IHDR PLTE IDAT1 IDAT2 IEND" is a
// paletted picture in two parts.
func TestChunks(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for _, kind := range []int{gray, paletted, rgb, grayAlpha} {
		s := sample{header: header{width: 9, height: 6, kind: kind, depth: 8}, filter: -1}
		rows := s.rows(dice)
		stream := deflated(t, rows)
		bad := bytes.Clone(stream)
		bad[len(bad)-1]++
		bodies := map[string][]byte{
			"IHDR": ihdr(s.header), "PLTE": make([]byte, 300), "PLTE0": nil, "PLTE4": make([]byte, 4), "PLTE769": make([]byte, 771),
			"tRNS": make([]byte, map[int]int{gray: 2, rgb: 6}[kind]), "tRNS1": make([]byte, 1), "tRNS257": make([]byte, 257),
			"IDAT": stream, "IDAT0": nil, "IDAT1": stream[:9], "IDAT2": stream[9:], "IDATsum": bad, "IDATshort": deflated(t, rows[:len(rows)-1]),
			"IDATlong": deflated(t, append(bytes.Clone(rows), 0)), "IDATmore": append(bytes.Clone(stream), 1, 2, 3), "IDATnosum": stream[:len(stream)-4],
			"IEND": nil, "IEND1": {1}, "tEXt": []byte("a text"), "IHDR1": make([]byte, 14),
		}
		for _, tail := range []string{
			"IDAT IEND", "IDAT0 IDAT IEND", "IDAT1 IDAT2 IEND", "IDAT1 IDAT0 IDAT0 IDAT2 IDAT0 IEND", "IDAT1 tEXt IDAT2 IEND", "IDAT tEXt IEND", "IDAT tEXt IDAT IEND",
			"IDAT IDAT IEND", "IDAT IDAT1", "IDAT IEND IEND IDAT", "IEND", "IDAT0 IEND", "IDAT1 IEND", "IDAT PLTE IEND", "IDAT tRNS IEND", "IDAT IHDR IEND", "IDAT IEND1", "IDAT",
			"IDATsum IEND", "IDATshort IEND", "IDATlong IEND", "IDATmore IEND", "IDATmore IDAT IEND", "IDATnosum IEND", "IDATnosum IDAT IEND",
		} {
			for _, head := range []string{
				"", "IHDR", "tEXt IHDR", "IHDR IHDR", "IHDR1", "IHDR tEXt", "IHDR PLTE", "IHDR PLTE tEXt tRNS", "IHDR tRNS", "IHDR tRNS PLTE", "PLTE IHDR", "IHDR PLTE PLTE",
				"IHDR PLTE0", "IHDR PLTE4", "IHDR PLTE769", "IHDR PLTE tRNS1", "IHDR tRNS1", "IHDR PLTE tRNS257", "IHDR PLTE tRNS tRNS",
			} {
				data := []byte(signature)
				for name := range strings.FieldsSeq(head + " " + tail) {
					data = appendChunk(data, name[:4], bodies[name])
				}
				if hold(t, data, s.bounds(), boxes(s.bounds())[:2]...); t.Failed() {
					t.Fatalf("kind %d, %s %s", kind, head, tail)
				}
			}
		}
	}
}

// TestBelow holds what is not seen: the rows below the box, and their sum.
func TestBelow(t *testing.T) {
	s := sample{header: header{width: 9, height: 600, kind: rgb, depth: 8}, filter: 0}
	rows := s.rows(rand.New(rand.NewPCG(1, 2)))
	rows[len(rows)-28] = 9 // no filter
	s.idat = 1 << 20
	data := s.encode(t, rows)
	if _, err := Decode(data, image.Rect(0, 0, 9, 599)); err != nil {
		t.Error(err)
	}
	if _, err := Decode(data, image.Rect(0, 0, 9, 600)); err == nil {
		t.Error("an unknown filter passes")
	}
}

// TestDictionary refuses a stream with a preset dictionary, which no PNG has.
func TestDictionary(t *testing.T) {
	data := appendChunk([]byte(signature), "IHDR", ihdr(header{width: 1, height: 1, kind: gray, depth: 8}))
	data = appendChunk(appendChunk(data, "IDAT", []byte{0x78, 0xbb, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1}), "IEND", nil)
	var format FormatError
	if _, err := Decode(data, image.Rect(0, 0, 1, 1)); !errors.As(err, &format) {
		t.Errorf("the error is %v", err)
	}
}
