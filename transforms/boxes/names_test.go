package boxes

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/table"
)

// A box that has a name twice is the same each time that it is read: objects
// are visited in no order, and a row must give the same bytes in every run.
func TestNamesThatDifferInCaseOnly(t *testing.T) {
	r, err := New(Options{Column: "box", Format: XYXY, Units: Pixels})
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		pieces, err := r.Read(table.Box{Text: `{"x1": 1, "X1": 5, "y1": 2, "x2": 30, "y2": 40}`}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := pieces[0].Box.X1; got != 1 {
			t.Fatalf("x1 is %v, want that of the name in lower case, 1", got)
		}
	}
}
