package tiffcrop_test

import (
	"fmt"
	"image"
	"log"
	"os"

	"github.com/beamcrop/beamcrop/codec/tiffcrop"
)

func ExampleDecode() {
	data, err := os.ReadFile("../../transforms/crop/testdata/pictures/lzw.tif")
	if err != nil {
		log.Fatal(err)
	}
	crop, err := tiffcrop.Decode(data, image.Rect(21, 13, 53, 40))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%T %v", crop, crop.Bounds())
	// Output: *image.RGBA (21,13)-(53,40)
}
