package jpegcrop

import (
	"errors"
	"io"
)

// errSuspect stops a decode whose data looks damaged.
var errSuspect = errors.New("jpegcrop: the brightness leaves its range")

// read reads the picture: once where nothing is wrong with it, and once more where the
// rows down to the rectangle's end cannot tell whether something is. Then each scan
// is read to its own end, if
//
//   - the file ends without its end marker. That may be all that is missing.
//   - the brightness of a block is beyond what samples can have. So it mostly is soon
//     after damage, since a decoder that has lost its place goes on with bits that
//     mean something else. If the scan then has too little or too much data, or the
//     brightness is far beyond, the picture is damaged above the rectangle's end.
func (d *decoder) read() error {
	start := *d
	for {
		err := d.readOnce()
		toEnd, suspect := d.toEnd, d.suspect
		switch {
		case errors.Is(err, errSuspect):
			suspect = true
		case errors.Is(err, io.ErrUnexpectedEOF) && d.scans > 0 && !toEnd:
		default:
			return err
		}
		*d = start
		d.toEnd, d.suspect = true, suspect
	}
}

// mostDC is what the DC coefficients of 8-bit samples can be, or once that has been
// exceeded, what a file can state: T.81, table F.1.
func (d *decoder) mostDC() int {
	if d.suspect {
		return 2048
	}
	return 1024
}

// add makes a DC coefficient of its difference from the one before.
func (c *scanComponent) add(diff int) {
	c.pred += diff
	c.beyond |= (c.limit - c.pred) | (c.limit + c.pred)
}

// setLimit sets what DC coefficients of a table and without their low bits should not
// exceed, dequantised.
func (c *scanComponent) setLimit(most int, q *quantTable, low uint) {
	c.limit = (most/max(int(q.steps[0]), 1)+1)>>low + 1
}

// checkRange tells whether all DC coefficients of a scan that was read have been
// within their range.
func (d *decoder) checkRange(s *scan) error {
	for i := range s.comps {
		switch {
		case s.comps[i].beyond >= 0:
		case d.suspect:
			return FormatError("the brightness is far beyond its range")
		default:
			return errSuspect
		}
	}
	return nil
}

// complete tells, where the file ends without its marker, whether all of the
// picture has been there nevertheless.
func (d *decoder) complete() bool {
	for i := range d.frame.comps {
		if !d.seen[i] || d.frame.progressive && d.missing[i] != 0 {
			return false
		}
	}
	return d.toEnd && d.scans > 0
}
