package resample_test

import (
	"fmt"

	"github.com/beamcrop/beamcrop/codec/resample"
)

// A plane of 8x2 samples is scaled to 4x1.
func ExampleScale() {
	src := resample.Plane{Stride: 8, Pix: []byte{
		0, 0, 80, 80, 160, 160, 240, 240,
		0, 0, 80, 80, 160, 160, 240, 240,
	}}
	dst := resample.Plane{Stride: 4, Pix: make([]byte, 4)}
	across := resample.NewFilter(8, resample.Grid{Step: 1, Count: 8}, 4, 1)
	down := resample.NewFilter(2, resample.Grid{Step: 1, Count: 2}, 1, 1)
	resample.Scale(dst, src, across, down)
	fmt.Printf("%d\n", dst.Pix)
	// Output: [5 78 162 235]
}
