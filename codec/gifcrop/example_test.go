package gifcrop_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"log"

	"github.com/beamcrop/beamcrop/codec/gifcrop"
)

func ExampleDecode() {
	whole := image.NewPaletted(image.Rect(0, 0, 640, 480), color.Palette{color.Black, color.White})
	whole.SetColorIndex(101, 51, 1)
	var file bytes.Buffer
	if err := gif.Encode(&file, whole, nil); err != nil {
		log.Fatal(err)
	}
	crop, err := gifcrop.Decode(file.Bytes(), image.Rect(100, 50, 164, 114))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(crop.Bounds(), crop.At(101, 51))
	// Output: (100,50)-(164,114) {255 255 255 255}
}
