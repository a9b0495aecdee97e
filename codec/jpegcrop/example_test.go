package jpegcrop_test

import (
	"errors"
	"fmt"
	"image"
	"log"
	"os"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
)

func picture() []byte {
	data, err := os.ReadFile("testdata/progressive_420.jpg")
	if err != nil {
		log.Fatal(err)
	}
	return data
}

func ExampleDecode() {
	crop, err := jpegcrop.Decode(picture(), image.Rect(21, 13, 53, 45), jpegcrop.DecodeOptions{})
	if errors.Is(err, jpegcrop.ErrUnsupported) {
		log.Fatal("one for another decoder")
	}
	if err != nil {
		log.Fatal(err)
	}
	data, err := jpegcrop.Encode(nil, crop, jpegcrop.EncodeOptions{Quality: 90})
	if err != nil {
		log.Fatal(err)
	}
	c, err := jpegcrop.DecodeConfig(data)
	fmt.Println(c.Width, c.Height, err)
	// Output: 32 32 <nil>
}

func ExampleDecode_reduced() {
	m, err := jpegcrop.Decode(picture(), image.Rect(0, 0, 91, 67), jpegcrop.DecodeOptions{By: 4})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Bounds())
	// Output: (0,0)-(23,17)
}

func ExampleLossless() {
	_, shown, err := jpegcrop.Lossless(nil, picture(), image.Rect(21, 13, 53, 45))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("the file shows", shown, "of the picture")
	// Output: the file shows (16,0)-(64,48) of the picture
}
