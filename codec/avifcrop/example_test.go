package avifcrop_test

import (
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/beamcrop/beamcrop/codec/avifcrop"
)

// The size costs nothing; decoding is to be thought over first.
func ExampleDecode() {
	data, err := os.ReadFile("../../transforms/crop/testdata/pictures/still.avif")
	if err != nil {
		log.Fatal(err)
	}
	size, err := avifcrop.Size(data)
	if err != nil {
		log.Fatal(err)
	}
	if size.X*size.Y > 1_000_000 {
		log.Fatal("that would take a second")
	}
	picture, err := avifcrop.Decode(data)
	if errors.Is(err, avifcrop.ErrUnsupported) {
		log.Fatal("a kind of AVIF that is not decoded")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(size, picture.Bounds())
	// Output: (61,43) (0,0)-(61,43)
}
