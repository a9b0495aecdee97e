// Command formats is the Go side of bench/formats/compare.py: it crops the same
// box out of each picture that its arguments name, and prints the CPU
// milliseconds of one crop, the least of several.
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"time"

	"github.com/beamcrop/beamcrop/bench/cputime"
	"github.com/beamcrop/beamcrop/transforms/crop"
)

func main() {
	log.SetFlags(0)
	var box crop.Box
	flag.Float64Var(&box.X1, "x1", 0, "left edge of the box, in pixels")
	flag.Float64Var(&box.Y1, "y1", 0, "top edge")
	flag.Float64Var(&box.X2, "x2", 0, "right edge")
	flag.Float64Var(&box.Y2, "y2", 0, "bottom edge")
	times := flag.Int("times", 10, "crops of each picture")
	flag.Parse()
	for _, name := range flag.Args() {
		took, err := measure(name, &box, *times)
		if err != nil {
			log.Fatalf("formats: %s: %v", name, err)
		}
		fmt.Printf("%.3f\n", float64(took.Microseconds())/1e3)
	}
}

func measure(name string, box *crop.Box, times int) (time.Duration, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	least := time.Duration(math.MaxInt64)
	for range times {
		start := cputime.Used()
		if _, err := crop.Crop(data, box, crop.Defaults()); err != nil {
			return 0, err
		}
		least = min(least, cputime.Used()-start)
	}
	return least, nil
}
