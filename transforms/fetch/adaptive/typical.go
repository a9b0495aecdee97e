package adaptive

import "time"

const (
	firstTypical  = 500 * time.Millisecond
	stuckAfter    = 4 // times what is typical
	leastPatience = time.Second
	typicalGain   = 0.05
)

// typical is the median of how long slots are held, as of late. The median, for a
// few slow hosts can hold slots for any time. It follows every sample by a step
// (Tierney, "A Space-Efficient Recursive Procedure for Estimating a Quantile of an
// Unknown Distribution", 1983; here of a constant share).
type typical struct{ median time.Duration }

func newTypical() typical { return typical{median: firstTypical} }

// add takes in a sample. A slot that became stuck is one, of its age until then;
// so if all servers fall silent, ever less becomes stuck.
func (t *typical) add(held time.Duration) {
	step := time.Duration(typicalGain * float64(t.median))
	if held > t.median {
		t.median = min(t.median+step+1, held)
	} else {
		t.median = max(t.median-step, held)
	}
}

// patience is for how long a slot counts as any other.
func (t *typical) patience() time.Duration { return max(stuckAfter*t.median, leastPatience) }
