package vp8crop

import "image"

// margin is how many samples a line of a plane has left of the picture, of
// which prediction looks at the last.
const margin = 16

// tail is how many lines of the row above are kept: as many as the filter of a
// row's upper edge reads.
const tail = 4

// What prediction takes the samples beyond the picture to be: RFC 6386,
// section 12.2.
const (
	beyondTop  = 127
	beyondLeft = 129
)

// plane has the samples of a row of macroblocks, and the last lines of the row
// above.
type plane struct {
	side   int // of a macroblock, in samples
	stride int
	pix    []byte
	above  []byte // the line above the row, not filtered; it has a margin, too, and four samples more
}

func newPlane(side, count int) plane {
	p := plane{side: side, stride: margin + side*count}
	p.pix = make([]byte, (tail+side)*p.stride)
	for i := margin - 1; i < len(p.pix); i += p.stride {
		p.pix[i] = beyondLeft
	}
	p.above = make([]byte, p.stride+tail)
	for i := range p.above {
		p.above[i] = beyondTop
	}
	return p
}

// offset is where a macroblock of the row begins in pix.
func (p *plane) offset(x int) int { return tail*p.stride + margin + p.side*x }

// keepLine keeps the row's last line for the prediction of the next row, before
// it is filtered. What is right of the picture is as its last sample.
func (p *plane) keepLine() {
	line := p.pix[len(p.pix)-p.stride:]
	copy(p.above, line)
	last := line[len(line)-1]
	for i := range tail {
		p.above[p.stride+i] = last
	}
}

// copyTo copies the lines that row y makes final to a plane of the picture's
// part r, and keeps the row's last lines as those of the row above. Behind the
// last row, they are final, too.
func (p *plane) copyTo(dst []byte, stride int, r image.Rectangle, y int, last bool) {
	end := p.side
	if last {
		end += tail
	}
	for line := range end {
		at := y*p.side - tail + line
		if at < r.Min.Y || at >= r.Max.Y {
			continue
		}
		from := p.pix[line*p.stride+margin:]
		copy(dst[(at-r.Min.Y)*stride:], from[r.Min.X:r.Max.X])
	}
	copy(p.pix, p.pix[len(p.pix)-tail*p.stride:])
}
