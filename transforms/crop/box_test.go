package crop

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func ExampleBox() {
	box := Box{X1: 0.1, Y1: 0.2, X2: 0.3, Y2: 0.4, Of: Fraction}
	fmt.Println(box, box.Check())
	fmt.Println(Box{X1: 10, Y1: 20, X2: 10, Y2: 40}.Check())
	// Output:
	// [0.1, 0.2, 0.3, 0.4] in fractions <nil>
	// invalid_row: box [10, 20, 10, 40] is empty or inverted
}

func TestCheck(t *testing.T) {
	for _, box := range []*Box{edges(1, 2, 3.5, 4), edges(-1e300, -1e300, 1e300, 1e300), edges(0, 0, 1e-300, 1e-300)} {
		if err := box.Check(); err != nil {
			t.Error(err)
		}
	}
	nan, inf := math.NaN(), math.Inf(1)
	for detail, boxes := range map[string][]*Box{
		"empty or inverted": {edges(3, 2, 1, 4), edges(1, 4, 3, 2), edges(1, 2, 1, 4), edges(1, 2, 3, 2)},
		"not finite":        {edges(nan, 2, 3, 4), edges(1, 2, inf, 4), edges(-inf, 2, 3, 4), edges(1, 2, 3, nan)},
	} {
		for _, box := range boxes {
			err := box.Check()
			wantReason(t, err, reason.InvalidRow)
			if !strings.Contains(err.Error(), detail) {
				t.Errorf("got %q, want %q", err, detail)
			}
		}
	}
}
