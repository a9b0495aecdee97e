package pngcrop_test

import (
	"errors"
	"fmt"
	"image"
	"log"
	"os"

	"github.com/beamcrop/beamcrop/codec/pngcrop"
)

func ExampleDecode() {
	data, err := os.ReadFile("../../transforms/crop/testdata/pictures/rgb.png")
	if err != nil {
		log.Fatal(err)
	}
	crop, err := pngcrop.Decode(data, image.Rect(21, 13, 53, 40))
	if errors.Is(err, pngcrop.ErrUnsupported) {
		log.Fatal("one for image/png")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%T %v", crop, crop.Bounds())
	// Output: *image.RGBA (21,13)-(53,40)
}
