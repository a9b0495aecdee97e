// Package testphoto makes pictures that compress as photographs do, for tests and
// benchmarks of what is written. It imports the standard library only.
package testphoto

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// JPEG makes a JPEG of soft shapes and grain, about as dense as a photograph.
func JPEG(tb testing.TB, seed uint64, side int) []byte {
	tb.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			grain := func() uint8 { return uint8(random.IntN(20)) }
			picture.SetRGBA(x, y, color.RGBA{uint8(x*200/side) + grain(), uint8(y*200/side) + grain(), uint8((x+y)*100/side) + grain(), 255})
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, picture, &jpeg.Options{Quality: 90}); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}
