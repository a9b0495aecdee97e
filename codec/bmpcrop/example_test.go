package bmpcrop_test

import (
	"fmt"
	"image"
	"log"
	"os"

	"github.com/beamcrop/beamcrop/codec/bmpcrop"
)

func ExampleDecode() {
	data, err := os.ReadFile("../../transforms/crop/testdata/pictures/rgb.bmp")
	if err != nil {
		log.Fatal(err)
	}
	size, err := bmpcrop.Size(data)
	if err != nil {
		log.Fatal(err)
	}
	crop, err := bmpcrop.Decode(data, image.Rect(21, 13, 53, 40))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(size, crop.Bounds())
	// Output: (61,43) (21,13)-(53,40)
}
