package lzw_test

import (
	"fmt"
	"log"

	"github.com/beamcrop/beamcrop/codec/lzw"
)

// The sequence of codes that TIFF 6.0 gives as its example.
func ExampleDecoder() {
	packed := []byte{0x80, 0x01, 0xe0, 0x40, 0x80, 0x44, 0x08, 0x0c, 0x06, 0x80, 0x80}
	pixels := make([]byte, 9)
	var d lzw.Decoder
	n, err := d.Decode(pixels, packed, lzw.TIFF)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d\n", pixels[:n])
	// Output: [7 7 7 8 8 7 7 6 6]
}
