package boxes

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/table"
)

// drawn is n boxes as they lie in pictures of many sizes: their left and top
// edges, width and height, and the picture's size.
func drawn(n int) [][6]float64 {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([][6]float64, n)
	for i := range out {
		w, h := float64(300+r.IntN(1700)), float64(300+r.IntN(1700))
		bw, bh := float64(20+r.IntN(int(w/2))), float64(20+r.IntN(int(h/2)))
		out[i] = [6]float64{float64(r.IntN(int(w - bw))), float64(r.IntN(int(h - bh))), bw, bh, w, h}
	}
	return out
}

// written returns the boxes as a dataset of that format and unit has them.
func written(format, units string, boxes [][6]float64) []table.Row {
	out := make([]table.Row, len(boxes))
	for i, b := range boxes {
		n := []float64{b[0], b[1], b[0] + b[2], b[1] + b[3]}
		switch format {
		case XYWH:
			n = []float64{b[0], b[1], b[2], b[3]}
		case CXCYWH:
			n = []float64{b[0] + b[2]/2, b[1] + b[3]/2, b[2], b[3]}
		}
		for j := range n {
			switch units {
			case Fraction:
				n[j] /= b[4+j%2]
			case Permille:
				n[j] = float64(int(n[j] * 1000 / b[4+j%2]))
			}
		}
		out[i] = table.Row{Number: int64(i), Box: table.Box{Numbers: n}, Also: []any{b[4], int64(b[5])}}
	}
	return out
}

// asText turns boxes into cells of text.
func asText(sample []table.Row, format string) []table.Row {
	for i := range sample {
		n := sample[i].Box.Numbers
		sample[i].Box = table.Box{Text: fmt.Sprintf(format, n[0], n[1], n[2], n[3])}
	}
	return sample
}

// ask is the question without any flag.
func ask() Options {
	return Options{Column: "box", Format: Auto, Units: Auto, Also: []string{"w", "h"}}
}

func sized(o *Options) { o.Size = SizeColumns{Width: "w", Height: "h"} }

func faceCaption() Known {
	return Known{Name: "facecaption", Options: Options{Column: "box", Format: XYXY, Units: Pixels}}
}

func TestDetect(t *testing.T) {
	repeat := func(n int, row table.Row) []table.Row {
		var out []table.Row
		for range n {
			out = append(out, row)
		}
		return out
	}
	broken := func(sample []table.Row, every int, cell table.Box) []table.Row {
		for i := 0; i < len(sample); i += every {
			sample[i].Box = cell
		}
		return sample
	}
	for name, tt := range map[string]struct {
		ask    Options
		known  Known
		sample []table.Row
		want   string
		why    string
	}{
		"xyxy":                       {ask(), Known{}, written(XYXY, Pixels, drawn(1000)), "xyxy in pixels", "1000 of 1000 boxes x2 > x1"},
		"xyxy, twenty":               {ask(), Known{}, written(XYXY, Pixels, drawn(20)), "xyxy in pixels", "20 of 20"},
		"xyxy, some broken":          {ask(), Known{}, broken(written(XYXY, Pixels, drawn(1000)), 100, text("[3,2,1,4]")), "xyxy in pixels", "990 of 1000"},
		"xyxy, half empty":           {ask(), Known{}, broken(written(XYXY, Pixels, drawn(1000)), 2, table.Box{}), "xyxy in pixels", "500 of 500"},
		"xyxy in fractions":          {ask(), Known{}, written(XYXY, Fraction, drawn(1000)), "xyxy in fractions", "x2 > x1"},
		"xywh":                       {with(ask(), sized), Known{}, written(XYWH, Pixels, drawn(1000)), `xywh in pixels, of the size in "w,h"`, "as cxcywh"},
		"xywh without sizes":         {ask(), Known{}, written(XYWH, Pixels, drawn(1000)), "xywh in pixels", "as cxcywh"},
		"xywh in fractions":          {ask(), Known{}, written(XYWH, Fraction, drawn(1000)), "xywh in fractions", "as cxcywh"},
		"cxcywh":                     {with(ask(), sized), Known{}, written(CXCYWH, Pixels, drawn(1000)), `cxcywh in pixels, of the size in "w,h"`, "as xywh"},
		"cxcywh in fractions":        {ask(), Known{}, written(CXCYWH, Fraction, drawn(1000)), "cxcywh in fractions", "as xywh"},
		"permille, as is said":       {with(ask(), func(o *Options) { o.Units = Permille }), Known{}, written(CXCYWH, Permille, drawn(1000)), "cxcywh in permille", "asked"},
		"text":                       {ask(), Known{}, asText(written(XYXY, Pixels, drawn(100)), "%v %v %v %v"), "xyxy in pixels", "100 of 100"},
		"names":                      {ask(), Known{}, asText(written(XYWH, Pixels, drawn(2)), `{"x":%v,"y":%v,"w":%v,"h":%v}`), "xywh in pixels", "names"},
		"names of columns":           {Options{Columns: []string{"x1", "y1", "x2", "y2"}, Format: Auto, Units: Auto, Also: []string{"x1", "y1", "x2", "y2"}}, Known{}, []table.Row{{Also: []any{int64(1), int64(2), int64(3), int64(4)}}}, "xyxy in pixels", "names"},
		"several":                    {ask(), Known{}, asText(written(XYXY, Fraction, drawn(100)), "[[%v,%v,%v,%v],[0,0,1,1]]"), "several a row, xyxy in fractions", "of 200"},
		"several, mostly none":       {ask(), Known{}, broken(asText(written(XYXY, Fraction, drawn(100)), "[[%v,%v,%v,%v]]"), 2, text("[]")), "several a row, xyxy in fractions", "50 of 50"},
		"spans":                      {with(ask(), func(o *Options) { o.Spans = "w" }), Known{}, asText(written(XYXY, Fraction, drawn(100)), "[[0,5,%v,%v,%v,%v,0.9]]"), `several a row, xyxy in fractions, with spans of "w" and scores`, ""},
		"no spans":                   {with(ask(), func(o *Options) { o.Spans = "w" }), Known{}, written(XYXY, Pixels, drawn(100)), "xyxy in pixels", ""},
		"a stray list":               {ask(), Known{}, broken(written(XYXY, Pixels, drawn(100)), 50, text("[[1,2,3,4]]")), "xyxy in pixels", ""},
		"a stray empty list":         {ask(), Known{}, broken(written(XYXY, Pixels, drawn(100)), 50, text("[]")), "xyxy in pixels", ""},
		"as the flags say":           {with(ask(), func(o *Options) { o.Format, o.Units = XYWH, Fraction }), Known{}, written(XYXY, Pixels, drawn(3)), "xywh in fractions", "asked"},
		"FaceCaption":                {ask(), faceCaption(), asText(written(XYXY, Pixels, drawn(1000)), "[%v, %v, %v, %v]"), "xyxy in pixels", "facecaption"},
		"FaceCaption, few":           {ask(), faceCaption(), written(XYXY, Pixels, drawn(3)), "xyxy in pixels", "facecaption"},
		"FaceCaption, few, one bad":  {ask(), faceCaption(), broken(written(XYXY, Pixels, drawn(3)), 3, text("[30,2,1,4]")), "xyxy in pixels", "2 of 3"},
		"FaceCaption, a fifth bad":   {ask(), faceCaption(), broken(written(XYXY, Pixels, drawn(100)), 5, text("[30,2,1,4]")), "xyxy in pixels", "80 of 100"},
		"not FaceCaption, fractions": {ask(), faceCaption(), written(XYXY, Fraction, drawn(3)), "xyxy in fractions", ""},
		"not FaceCaption, xywh":      {ask(), faceCaption(), written(XYWH, Pixels, drawn(1000)), "xywh in pixels", ""},
		"nothing, mostly empty":      {ask(), Known{}, append(repeat(991, table.Row{}), repeat(9, table.Row{Box: text("a cat")})...), "xyxy in pixels", "none can be read in the 1000 rows"},
		"nothing":                    {ask(), Known{}, repeat(9, table.Row{Box: text("[1, 2, 3")}), "xyxy in pixels", "none can be read in the 9 rows"},
		"no rows":                    {ask(), Known{}, nil, "xyxy in pixels", "none can be read in the 0 rows"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Detect(tt.ask, tt.known, tt.sample)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Options.String()); diff != "" || !strings.Contains(got.Why, tt.why) {
				t.Errorf("%s\n%s", got, diff)
			}
			if _, err := New(got.Options); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestDetectRefuses holds that what could be one thing or another is not
// guessed: the error names the flag that says it.
func TestDetectRefuses(t *testing.T) {
	same := written(XYXY, Pixels, drawn(1))
	for i := len(same); i < 500; i++ {
		same = append(same, same[0])
	}
	mixed := append(written(XYXY, Fraction, drawn(50)), written(XYXY, Pixels, drawn(50))...)
	half := append(written(XYXY, Pixels, drawn(50)), written(CXCYWH, Pixels, drawn(50))...)
	far := drawn(100)
	for i := range far { // small boxes far from the edges fit as corner and as centre
		far[i] = [6]float64{500 + float64(i), 600 - float64(i), 10, 10 + float64(i)/10, 2000, 2000}
	}
	for name, tt := range map[string]struct {
		ask    Options
		sample []table.Row
		flag   string
	}{
		"few boxes":             {ask(), written(XYXY, Pixels, drawn(3)), "--box_format"},
		"one box, many times":   {ask(), same, "--box_format"},
		"a corner or a centre":  {ask(), written(XYWH, Pixels, far), "--box_format"},
		"two orders":            {with(ask(), sized), half, "--box_format"},
		"two units":             {ask(), mixed, "--box_units"},
		"permille or pixels":    {ask(), thousand(), "--box_units"},
		"beyond the size":       {with(ask(), sized), resized(), "--box_units"},
		"fractions with a size": {with(ask(), sized), written(XYXY, Fraction, drawn(50)), "--box_size_columns"},
		"a column of captions":  {ask(), asText(written(XYXY, Pixels, drawn(30)), "%v cats"), "--box_column"},
		"as the flags say":      {with(ask(), func(o *Options) { o.Format, o.Units = XYXY, Pixels }), asText(written(XYXY, Pixels, drawn(30)), "(%v, %v, %v, %v)"), "--box_column"},
		"five numbers":          {ask(), asText(written(XYXY, Pixels, drawn(30)), "[%v,%v,%v,%v,0.9]"), "not 5"},
		"spans of nothing":      {ask(), asText(written(XYXY, Fraction, drawn(30)), "[[0,5,%v,%v,%v,%v,0.9]]"), "--caption_column"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Detect(tt.ask, Known{}, tt.sample)
			if err == nil || !strings.Contains(err.Error(), tt.flag) {
				t.Errorf("got %v, %v; want an error that names %s", got, err, tt.flag)
			}
		})
	}
}

// thousand is boxes in permille some of which end where pictures do.
func thousand() []table.Row {
	sample := written(XYXY, Permille, drawn(200))
	for i := 0; i < len(sample); i += 10 {
		sample[i].Box.Numbers[2] = 999
	}
	return sample
}

// resized is boxes in permille of small pictures whose size is named.
func resized() []table.Row {
	sample := written(XYXY, Permille, drawn(200))
	for i := range sample {
		sample[i].Also = []any{100.0, int64(100)}
	}
	return sample
}

// TestDetectDependsOnTheRowsAlone holds that the same rows give the same
// answer, word for word: it is part of a run's identity.
func TestDetectDependsOnTheRowsAlone(t *testing.T) {
	sample := written(XYWH, Fraction, drawn(500))
	first, err := Detect(ask(), Known{}, sample)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := Detect(ask(), Known{}, sample)
		if diff := cmp.Diff(first, again); diff != "" || err != nil {
			t.Fatal(err, diff)
		}
	}
}
