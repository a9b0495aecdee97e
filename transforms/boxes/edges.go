package boxes

import "github.com/beamcrop/beamcrop/transforms/crop"

// edges makes a box of four numbers in the order that format says. Products
// are converted so that no architecture fuses them with the sum that follows.
func edges(format string, n []float64) crop.Box {
	switch format {
	case XYWH:
		return crop.Box{X1: n[0], Y1: n[1], X2: n[0] + n[2], Y2: n[1] + n[3]}
	case CXCYWH:
		w, h := float64(n[2]/2), float64(n[3]/2)
		return crop.Box{X1: n[0] - w, Y1: n[1] - h, X2: n[0] + w, Y2: n[1] + h}
	}
	return crop.Box{X1: n[0], Y1: n[1], X2: n[2], Y2: n[3]}
}
