package jpegcrop

import (
	"errors"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
)

// countsOf returns how often symbols come, in ways that trees differ by.
func countsOf(kind string) (counts [256]uint32) {
	dice := rand.New(rand.NewPCG(1, 2))
	a, b := uint32(1), uint32(1)
	for i := range counts {
		switch kind {
		case "one":
			counts[7] = 12345
		case "two":
			counts[i&1*200] = 1
		case "even":
			counts[i] = 100
		case "random":
			counts[i] = uint32(dice.IntN(1000) * dice.IntN(2))
		case "steep": // Fibonacci's numbers make the deepest tree
			if i < 40 {
				counts[255-i] = a
				a, b = b, a+b
			}
		}
	}
	return counts
}

// TestOptimize holds codes to what a file may state, and to the length that the
// best code without a limit has at least: the entropy.
func TestOptimize(t *testing.T) {
	for _, kind := range []string{"none", "one", "two", "even", "random", "steep"} {
		t.Run(kind, func(t *testing.T) {
			counts := countsOf(kind)
			var s codeSpec
			s.optimize(&counts)
			var codes codeTable
			s.codes(&codes)
			total, bits, entropy, space := 0.0, 0.0, 0.0, 0.0
			for _, n := range counts {
				total += float64(n)
			}
			for symbol, n := range counts {
				length, code := codes[symbol]&255, codes[symbol]>>8
				if n == 0 {
					continue
				}
				if length < 1 || length > 16 || code == 1<<length-1 {
					t.Errorf("the code of %d is %b of %d bits", symbol, code, length)
				}
				space += math.Exp2(-float64(length))
				bits += float64(n) * float64(length)
				entropy -= float64(n) * math.Log2(float64(n)/total)
			}
			if space >= 1 {
				t.Errorf("the codes take %v of the space", space)
			}
			if bits > 1.05*entropy+total {
				t.Errorf("%.0f bits, the entropy is %.0f", bits, entropy)
			}
			wantDecoded(t, &s, &codes)
		})
	}
}

// wantDecoded has the decoder's table find every symbol.
func wantDecoded(t *testing.T, s *codeSpec, codes *codeTable) {
	t.Helper()
	var table huffTable
	if err := table.build(append(s.counts[:], s.symbols...)); err != nil {
		t.Fatal(err)
	}
	for _, symbol := range s.symbols {
		length, code := codes[symbol]&255, codes[symbol]>>8
		acc := uint64(code) << (64 - length)
		e := table.look[acc>>(64-lookBits)]
		if e == 0 {
			e = table.long(acc)
		}
		if e != pack(int(length), symbol) {
			t.Errorf("%d is read as %#x", symbol, e)
		}
	}
}

// TestSkipTableIsForgotten rebuilds a table: what it skips is not the last
// one's.
func TestSkipTableIsForgotten(t *testing.T) {
	var table huffTable
	for i, kind := range []string{"even", "random"} {
		counts := countsOf(kind)
		var s codeSpec
		s.optimize(&counts)
		if err := table.build(append(s.counts[:], s.symbols...)); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			table.buildSkip()
		}
	}
	if table.hasSkip || table.skip != [1 << skipBits]uint16{} {
		t.Error("there is a table that skips")
	}
}

// quantized returns a block of a DC coefficient and others by their number in
// zigzag order, and the bits that tell which of these there are.
func quantized(dc int16, ac map[int]int16) (q *dct.Quantized, nonzero uint64) {
	q = &dct.Quantized{dc}
	for k, v := range ac {
		q[zigzag[k]] = v
		nonzero |= 1 << k
	}
	return q, nonzero
}

func TestScriptEncode(t *testing.T) {
	var s script
	q, nonzero := quantized(-3, map[int]int16{1: 5, 40: -1}) // 38 zeros between them
	s.add(0, q, nonzero)
	var codes codeTable
	for symbol := range codes {
		codes[symbol] = uint32(symbol)<<8 | 8 // each symbol stands for itself
	}
	for i := range s.specs {
		s.prefixes.set(i, &codes)
	}
	s.fixed = true
	// 00000010 00 | 00000011 101 | 11110000 | 11110000 | 01100001 0 | 00000000, then ones
	want := "\x02\x00\xef\x87\x83\x08\x03"
	if got := s.finish(); string(got) != want {
		t.Errorf("% x, want % x", got, want)
	}
	if got := stuff([]byte{1}, []byte{0xff, 2, 0xff}); string(got) != "\x01\xff\x00\x02\xff\x00" {
		t.Errorf("stuffed to % x", got)
	}
}

// TestLosslessRange refuses coefficients that no 8-bit samples have, which
// Decode takes.
func TestLosslessRange(t *testing.T) {
	steps := new([64]uint16)
	for i := range steps {
		steps[i] = 1
	}
	for _, tt := range []struct {
		dc int16
		ac map[int]int16
		ok bool
	}{
		{2047, nil, true}, {-2047, nil, true}, {2048, nil, false}, {-2048, nil, false},
		{0, map[int]int16{5: 1023}, true}, {0, map[int]int16{63: -1024}, false}, {0, map[int]int16{1: 1024}, false},
	} {
		t.Run(fmt.Sprint(tt.dc, tt.ac), func(t *testing.T) {
			e := new(encoder)
			q, nonzero := quantized(tt.dc, tt.ac)
			e.script.add(0, q, nonzero)
			data := e.write(nil, &header{image.Pt(8, 8), []headerComponent{{1, 1, 0}}, []*[64]uint16{steps}})
			if _, err := Decode(data, onePixel, DecodeOptions{}); err != nil {
				t.Fatal(err)
			}
			_, _, err := Lossless(nil, data, onePixel)
			if format := FormatError(""); tt.ok != (err == nil) || err != nil && !errors.As(err, &format) {
				t.Error(err)
			}
		})
	}
}
