package icocrop_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"log"

	"github.com/beamcrop/beamcrop/codec/icocrop"
)

// An icon of one picture, a PNG file.
func ExampleLargest() {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 32, 32))); err != nil {
		log.Fatal(err)
	}
	icon := []byte{0, 0, 1, 0, 1, 0, 32, 32, 0, 0, 1, 0, 8, 0}
	icon = binary.LittleEndian.AppendUint32(icon, uint32(picture.Len()))
	icon = binary.LittleEndian.AppendUint32(icon, 22) // where it begins
	icon = append(icon, picture.Bytes()...)

	data, isPNG, err := icocrop.Largest(icon)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(isPNG, bytes.Equal(data, picture.Bytes()))
	// Output: true true
}
