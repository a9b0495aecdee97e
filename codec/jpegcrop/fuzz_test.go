package jpegcrop

import (
	"bytes"
	"errors"
	"flag"
	"image"
	"image/jpeg"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os/exec"
	"slices"
	"testing"
)

var mutations = flag.Int("mutations", 30, "changed copies of each fixture to decode")

// maxCoef bounds the sum of a block's coefficients: beyond it, which no real
// picture is, the standard library's 32 bits overflow, and samples differ.
const maxCoef = 1 << 12

// magnitudeOf returns the largest sum of the coefficients of a block that r
// touches, dequantised.
func magnitudeOf(data []byte, r image.Rectangle) int {
	d := decoder{in: input{data: data}, rect: r, transcode: true, scratch: new(scratch)}
	if d.read() != nil {
		return math.MaxInt // they do not fit 16 bits
	}
	largest := 0
	for i, c := range d.frame.comps {
		for values := d.coefs[i].values; len(values) > 0; values = values[64:] {
			sum := 0
			for k, v := range values[:64] {
				sum += abs(int(v)) * int(c.quant.steps[k])
			}
			largest = max(largest, sum)
		}
	}
	return largest
}

// FuzzDecode holds arbitrary bytes to the standard library.
func FuzzDecode(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data, uint16(3), uint16(5), uint16(20), uint16(30))
		f.Add(data, uint16(0), uint16(0), uint16(65535), uint16(65535))
	}
	f.Fuzz(func(t *testing.T, data []byte, x, y, w, h uint16) {
		if r, whole := rectangleOf(data, x, y, w, h); !r.Empty() {
			hold(t, data, r, whole)
		}
	})
}

// FuzzLossless does so for lossless crops.
func FuzzLossless(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data, uint16(3), uint16(5), uint16(20), uint16(30))
		f.Add(data, uint16(0), uint16(0), uint16(65535), uint16(65535))
	}
	f.Fuzz(func(t *testing.T, data []byte, x, y, w, h uint16) {
		if r, whole := rectangleOf(data, x, y, w, h); !r.Empty() {
			holdLossless(t, data, r, whole)
		}
	})
}

// FuzzLikeDjpeg holds arbitrary bytes to libjpeg's own program: where that shows a
// picture and has nothing to say against it, every pixel is the same.
func FuzzLikeDjpeg(f *testing.F) {
	djpeg, err := exec.LookPath("djpeg")
	if err != nil {
		f.Skip("there is no djpeg")
	}
	for name := range sums(f) {
		f.Add(fixture(f, "samplings/"+name))
	}
	for _, data := range fixtures(f) {
		if len(data) < 4096 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, whole := rectangleOf(data, 0, 0, 0, 0)
		if whole.Empty() || magnitudeOf(data, whole) >= maxCoef {
			return
		}
		d := decoder{in: input{data: data}, rect: whole, side: 8, full: true, scratch: new(scratch)}
		m, err := d.decode()
		if err != nil || d.frame.progressive && d.missing != [4]uint64{} || d.colors == cmyk || d.colors == ycck {
			return // of progressive pictures that lack scans djpeg smooths the blocks
		}
		cmd := exec.CommandContext(t.Context(), djpeg, "-pnm", "-strict")
		cmd.Stdin = bytes.NewReader(data)
		out, err := cmd.Output()
		if err != nil {
			return
		}
		if parts := bytes.SplitN(out, []byte("\n"), 4); len(parts) != 4 || !bytes.Equal(parts[3], pixelsOf(m)) {
			t.Error("djpeg shows other pixels")
		}
	})
}

// rectangleOf makes a rectangle of a picture of four numbers, if it is decoded
// and not too large.
func rectangleOf(data []byte, x, y, w, h uint16) (r, whole image.Rectangle) {
	c, err := DecodeConfig(data)
	if err != nil || c.Width*c.Height > 1<<18 {
		return r, whole
	}
	whole = image.Rect(0, 0, c.Width, c.Height)
	corner := image.Pt(int(x)%c.Width, int(y)%c.Height)
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(int(w)+1, int(h)+1))}.Intersect(whole), whole
}

// TestMutations changes a few bytes of each fixture, most of them within its
// scans, which fuzzing by coverage alone seldom does well.
func TestMutations(t *testing.T) {
	seed, all := uint64(1), fixtures(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		data := all[name]
		c, err := DecodeConfig(data)
		if err != nil {
			continue
		}
		whole := image.Rect(0, 0, c.Width, c.Height)
		for i := range *mutations {
			seed++
			dice := rand.New(rand.NewPCG(seed, uint64(*mutations)))
			changed := slices.Clone(data)
			for range 1 + dice.IntN(3) {
				changed[2+dice.IntN(len(changed)-2)] = byte(dice.IntN(256))
			}
			if c, err := DecodeConfig(changed); err != nil || c.Width != whole.Dx() || c.Height != whole.Dy() {
				continue
			}
			r := boxes(whole)[i%len(boxes(whole))]
			hold(t, changed, r, whole)
			holdLossless(t, changed, r, whole)
			if t.Failed() {
				t.Fatalf("%s, seed %d, %v", name, seed, r)
			}
		}
	}
}

// hold holds a decode of r to the standard library's of the whole picture.
func hold(t *testing.T, data []byte, r, whole image.Rectangle) {
	t.Helper()
	d := decoder{in: input{data: data}, rect: r, side: 8, scratch: new(scratch)}
	got, err := d.decode()
	checkError(t, err)
	if pooled, pooledErr := Decode(data, r, DecodeOptions{}); (err == nil) != (pooledErr == nil) || err == nil && compare(pooled, got, r) != nil {
		t.Errorf("with used memory the picture or its error is another: %v, %v", err, pooledErr)
	}
	_, isRGB := got.(*image.RGBA)
	if _, reducedErr := Decode(data, r, DecodeOptions{By: 2 << (len(data) % 3)}); !isRGB && (err == nil) != (reducedErr == nil) {
		t.Errorf("reduced the error is another: %v, %v", err, reducedErr)
	}
	full, fullErr := Decode(data, r, DecodeOptions{FullChroma: true})
	checkError(t, fullErr)
	if err != nil || isRGB {
		return
	}
	if fullErr == nil && full.Bounds() != r {
		t.Errorf("with full chroma the bounds are %v", full.Bounds())
	}
	want, stdErr := jpeg.Decode(bytes.NewReader(data))
	if errors.Is(stdErr, io.ErrUnexpectedEOF) { // the end marker is all that may be missing
		want, stdErr = jpeg.Decode(bytes.NewReader(append(bytes.Clone(data), 0xff, eoi)))
		if stdErr != nil && r == whole {
			t.Errorf("data that ends early passes: %v", stdErr)
		}
	}
	if stdErr == nil && magnitudeOf(data, r) < maxCoef && !carries(data, whole) {
		if err := compare(got, want, r); err != nil && d.native {
			t.Error(err)
		}
	}
	if _, err := Encode(nil, got, EncodeOptions{Quality: 1 + len(data)%100, FullChroma: len(data)%2 == 0}); err != nil {
		t.Fatal(err)
	}
}

// carries tells whether damage may make the standard library go on in a scan
// with what another has left, be it below the rectangle: a run of blocks.
func carries(data []byte, whole image.Rectangle) bool {
	d := decoder{in: input{data: data}, rect: whole, side: 8, scratch: new(scratch)}
	_, err := d.decode()
	scans := bytes.Count(data, []byte{0xff, sos})
	return scans > 1 && err != nil || d.frame.progressive && d.strayRun
}

// checkError holds what is documented of errors.
func checkError(t *testing.T, err error) {
	var format FormatError
	if err != nil && !errors.Is(err, ErrUnsupported) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &format) {
		t.Fatalf("an error of an undocumented kind: %v", err)
	}
}
