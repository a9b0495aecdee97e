package inflate_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"log"

	"github.com/beamcrop/beamcrop/codec/inflate"
)

// A stream in two parts, as PNG has them, read in pieces of ten bytes at most.
func ExampleReader() {
	var stream bytes.Buffer
	w := zlib.NewWriter(&stream)
	if _, err := io.WriteString(w, "a row of pixels, and another one"); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	data := stream.Bytes()

	var r inflate.Reader
	if err := r.Reset([][]byte{data[:7], data[7:]}, true); err != nil {
		log.Fatal(err)
	}
	for {
		piece, err := r.Next(10)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s", piece)
	}
	fmt.Printf("\n%t\n", r.Consumed() == len(data))
	// Output:
	// a row of pixels, and another one
	// true
}
