package crop

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func ExampleParseBox() {
	box, err := ParseBox("[10, 20.5, 110, 220]")
	fmt.Println(box, err)
	_, err = ParseBox("[10, 20, 10, 40]")
	fmt.Println(err)
	// Output:
	// [10, 20.5, 110, 220] <nil>
	// invalid_row: box [10, 20, 10, 40] is empty or inverted
}

func TestParseBox(t *testing.T) {
	tests := []struct {
		text string
		want Box
	}{
		{"[1,2,3,4]", *edges(1, 2, 3, 4)},
		{"  [ 1.5 , 2,\t3e2, 4 ]\n", *edges(1.5, 2, 300, 4)},
		{"[-5,-0,3,4]", *edges(-5, math.Copysign(0, -1), 3, 4)},
		{"[-1e300,-1e300,1e300,1e300]", *edges(-1e300, -1e300, 1e300, 1e300)},
		{"[0,0,1e-300,1e-300]", *edges(0, 0, 1e-300, 1e-300)},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := ParseBox(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseBoxRefuses(t *testing.T) {
	tests := []struct{ text, detail string }{
		{"", "the box is empty"},
		{"  ", "the box is empty"},
		{"null", "the box is empty"},
		{"[]", "4 numbers, not 0"},
		{"[1,2,3]", "4 numbers, not 3"},
		{"[1,2,3,4,5]", "4 numbers, not 5"},
		{"[1,2,3,null]", "holds a null"},
		{`[1,2,3,"4"]`, "unexpected string"},
		{"[[1,2,3,4]]", "unexpected array"},
		{"[1,2,3,true]", "unexpected bool"},
		{`{"x1":1}`, "unexpected object"},
		{`"[1,2,3,4]"`, "unexpected string"},
		{"[1,2,3,4", "unexpected end of JSON input"},
		{"[1,2,3,4] 5", "is not [x1,y1,x2,y2]"},
		{"(1,2,3,4)", "is not [x1,y1,x2,y2]"},
		{"1 2 3 4", "is not [x1,y1,x2,y2]"},
		{"[NaN,2,3,4]", "is not [x1,y1,x2,y2]"},
		{"[1,2,1e400,4]", "is not [x1,y1,x2,y2]"},
		{"[3,2,1,4]", "is empty or inverted"},
		{"[1,4,3,2]", "is empty or inverted"},
		{"[1,2,1,4]", "is empty or inverted"},
		{"[1,2,3,2]", "is empty or inverted"},
		{strings.Repeat("[", 100_000), "is not [x1,y1,x2,y2]"},
	}
	for _, tt := range tests {
		t.Run(shorten(tt.text), func(t *testing.T) {
			_, err := ParseBox(tt.text)
			wantReason(t, err, reason.InvalidRow)
			if !strings.Contains(err.Error(), tt.detail) || len(err.Error()) > 300 {
				t.Errorf("got %q, want a short line with %q", err, tt.detail)
			}
		})
	}
}

func TestBoxOf(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, numbers := range [][]float64{
		nil, {1, 2, 3}, {1, 2, 3, 4, 5}, {nan, 2, 3, 4}, {1, 2, 3, nan}, {1, 2, inf, 4}, {-inf, 2, 3, 4}, {3, 2, 1, 4}, {1, 2, 3, 2},
	} {
		t.Run(fmt.Sprint(numbers), func(t *testing.T) {
			_, err := BoxOf(numbers)
			wantReason(t, err, reason.InvalidRow)
		})
	}
	got, err := BoxOf([]float64{1, 2, 3.5, 4})
	if err != nil || got != *edges(1, 2, 3.5, 4) {
		t.Errorf("got %v, %v", got, err)
	}
}

func FuzzParseBox(f *testing.F) {
	for _, text := range []string{"[1,2,3,4]", " [1.5,2e3,-3,1e300]", "null", "", `[1,"2",3,4]`, "[1,2,3", "[1,null,3,4]", "[-1.7e308,0,1.7e308,1]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ParseBox(text)
		if err != nil {
			wantReason(t, err, reason.InvalidRow)
			return
		}
		for _, v := range []float64{b.X1, b.Y1, b.X2, b.Y2} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%q gives %v", text, b)
			}
		}
		if !(b.X1 < b.X2 && b.Y1 < b.Y2) {
			t.Fatalf("%q gives %v", text, b)
		}
	})
}
