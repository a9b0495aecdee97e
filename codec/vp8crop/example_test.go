package vp8crop_test

import (
	"fmt"
	"image"
	"log"
	"os"

	"github.com/beamcrop/beamcrop/codec/vp8crop"
)

func ExampleDecode() {
	file, err := os.ReadFile("testdata/bench.webp")
	if err != nil {
		log.Fatal(err)
	}
	frame := file[20:] // behind the headers of RIFF and of the chunk "VP8 "
	size, err := vp8crop.Size(frame)
	if err != nil {
		log.Fatal(err)
	}
	crop, err := vp8crop.Decode(frame, image.Rect(40, 30, 140, 90))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(size, crop.Bounds(), crop.SubsampleRatio)
	// Output: (512,384) (40,30)-(140,90) YCbCrSubsampleRatio420
}
