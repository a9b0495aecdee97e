// Command jpeg is the Go side of bench/jpeg/compare.py. With -make it draws the
// pictures of the comparison into a folder. Without, it answers requests on
// standard input, a line each:
//
//	WAY FILE X Y W H COUNT
//
// by cropping and encoding that box COUNT times, and printing the CPU
// microseconds of one. The ways are own (jpegcrop), lossless (jpegcrop, in the
// DCT domain) and std (image/jpeg).
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/beamcrop/beamcrop/bench/cputime"
	"github.com/beamcrop/beamcrop/codec/jpegcrop"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

const quality = 90 // of the crops

func main() {
	log.SetFlags(0)
	folder := flag.String("make", "", "draw the pictures into this folder")
	flag.Parse()
	run := serve
	if *folder != "" {
		run = func() error { return draw(*folder) }
	}
	if err := run(); err != nil {
		log.Fatal("jpeg: ", err)
	}
}

// draw writes the pictures as baseline JPEG of quality 85 at 4:2:0.
func draw(folder string) error {
	for _, size := range []image.Point{{X: 640, Y: 480}, {X: 1024, Y: 768}, {X: 1920, Y: 1280}} {
		data, err := testweb.Encode(testweb.Picture{ID: 7, Width: size.X, Height: size.Y, Format: "jpeg", Quality: 85})
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.jpg", size.X)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func serve() error {
	for {
		var way, name string
		var x, y, w, h, count int
		_, err := fmt.Scan(&way, &name, &x, &y, &w, &h, &count)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a request: %w", err)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		one, ok := ways[way]
		if !ok {
			return fmt.Errorf("no way is called %q", way)
		}
		start := cputime.Used()
		for range count {
			if err := one(data, image.Rect(x, y, x+w, y+h)); err != nil {
				return fmt.Errorf("%s of %s: %w", way, name, err)
			}
		}
		fmt.Printf("%.1f\n", float64((cputime.Used()-start).Microseconds())/float64(count))
	}
}

var ways = map[string]func([]byte, image.Rectangle) error{
	"own": func(data []byte, r image.Rectangle) error {
		m, err := jpegcrop.Decode(data, r, jpegcrop.DecodeOptions{})
		if err != nil {
			return err
		}
		_, err = jpegcrop.Encode(nil, m, jpegcrop.EncodeOptions{Quality: quality})
		return err
	},
	"lossless": func(data []byte, r image.Rectangle) error {
		_, _, err := jpegcrop.Lossless(nil, data, r)
		return err
	},
	"std": func(data []byte, r image.Rectangle) error {
		m, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			return err
		}
		part := m.(*image.YCbCr).SubImage(r)
		return jpeg.Encode(io.Discard, part, &jpeg.Options{Quality: quality})
	},
}
