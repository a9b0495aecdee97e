package dryrun

import (
	"fmt"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/figures"
)

// What an estimate assumes, for nothing is downloaded. A run's own figures
// stand in its summary.
const (
	jpegBits    = 2.0                    // of a pixel at quality 90 (4:2:0)
	pngBits     = 14.0                   // of a pixel of a photograph
	wholePixels = 640 * 480              // a picture without a box
	coreRate    = 200.0                  // rows/s that a core decodes, crops and encodes
	answerTime  = 300 * time.Millisecond // until a picture is there
	imageHead   = 600                    // bytes of a picture besides its pixels: tables and the like
	rowText     = 300                    // bytes of the other columns
)

// estimate is a guess at a run's result, with what it rests on.
type estimate struct {
	bytes   int64
	size    string // why so much
	elapsed time.Duration
	time    string // why so long
}

func (d *dryRun) estimate() estimate {
	var e estimate
	pixels, of := d.cropPixels()
	bits, format := jpegBits, "JPEG of 2 bits"
	if d.job.Crop.Encode == "png" {
		bits, format = pngBits, "PNG of 14 bits"
	}
	row := pixels*bits/8 + imageHead
	if d.job.ImageEncoding == shards.EncodingBase64 {
		row *= 4.0 / 3
	}
	sampled := float64(d.chosen.Rows())
	e.bytes = int64(sampled * (row + rowText))
	e.size = fmt.Sprintf("if every row makes a crop: %s, %s a pixel, %s", of, format, d.job.ImageEncoding)

	cpu := figures.Seconds(sampled / (coreRate * float64(d.job.Cores)))
	e.elapsed, e.time = cpu, fmt.Sprintf("bound by %d cores at %.0f rows/s each, if the network keeps up and few links are dead", d.job.Cores, coreRate)
	if d.job.Plan.Columns.Image != "" {
		e.time = fmt.Sprintf("bound by %d cores at %.0f rows/s each, if the pictures are read as fast", d.job.Cores, coreRate)
	}
	if host, why := d.busiest(); host > cpu {
		e.elapsed, e.time = host, why
	}
	return e
}

// cropPixels is how large a crop is, and why.
func (d *dryRun) cropPixels() (pixels float64, of string) {
	o := d.job.Crop
	switch {
	case o.Width > 0:
		return float64(o.Width) * float64(o.Height), fmt.Sprintf("crops of %dx%d", o.Width, o.Height)
	case d.seen.boxes > 0 && d.seen.area > 1: // else it is a fraction of a picture
		grown := d.seen.area * (1 + 2*o.Margin) * (1 + 2*o.Margin)
		return grown, fmt.Sprintf("crops of %.0f pixels, the boxes' mean", grown)
	}
	return wholePixels, "pictures of 640x480"
}

// busiest is how long the host with the most rows takes, and why.
func (d *dryRun) busiest() (took time.Duration, why string) {
	var most int64
	for _, n := range d.seen.hosts {
		most = max(most, n)
	}
	if most == 0 {
		return 0, ""
	}
	o := d.job.Fetch
	rows := float64(most) / float64(d.seen.rows) * float64(d.chosen.Rows())
	rate := float64(o.HostConcurrency) / answerTime.Seconds()
	if o.HostRate > 0 && o.HostRate < rate {
		return figures.Seconds(rows / o.HostRate), fmt.Sprintf("bound by the busiest host at --host_rate=%v", o.HostRate)
	}
	return figures.Seconds(rows / rate), fmt.Sprintf("bound by the busiest host at --host_concurrency=%d, %v a picture", o.HostConcurrency, answerTime)
}
