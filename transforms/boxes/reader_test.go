package boxes

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// pixels are the options of FaceCaption's boxes.
func pixels() Options { return Options{Column: "box", Format: XYXY, Units: Pixels} }

// with changes options.
func with(o Options, change func(*Options)) Options {
	change(&o)
	return o
}

// inFormat returns options of another order of the numbers.
func inFormat(format string) Options {
	return with(pixels(), func(o *Options) { o.Format = format })
}

// fourColumns are the options of boxes with a column for each number.
func fourColumns() Options {
	names := []string{"x1", "y1", "x2", "y2"}
	return Options{Columns: names, Format: XYXY, Units: Pixels, Also: names}
}

// imdb are the options of IMDb-Face's boxes.
func imdb() Options {
	return Options{
		Column: "rect", Format: XYXY, Units: Pixels,
		Size: SizeColumns{Both: "height width", HeightFirst: true}, Also: []string{"height width"},
	}
}

// grit are the options of GRIT's boxes.
func grit() Options {
	return Options{Column: "ref_exps", Format: XYXY, Units: Fraction, Several: true, Spans: "caption", Also: []string{"caption"}}
}

func text(s string) table.Box        { return table.Box{Text: s} }
func numbers(n ...float64) table.Box { return table.Box{Numbers: n} }
func mustNew(t testing.TB, o Options) Reader {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRead(t *testing.T) {
	box := func(x1, y1, x2, y2 float64) Piece { return Piece{Box: crop.Box{X1: x1, Y1: y1, X2: x2, Y2: y2}} }
	of := func(p Piece, size crop.Size) Piece { p.Box.Of = size; return p }
	spanned := func(p Piece, caption string, score float64) Piece { p.Caption, p.Score = &caption, &score; return p }
	several := with(pixels(), func(o *Options) { o.Several = true })
	for name, tt := range map[string]struct {
		o    Options
		cell table.Box
		also []any
		want []Piece
	}{
		"JSON":             {pixels(), text("[1,2,3,4]"), nil, []Piece{box(1, 2, 3, 4)}},
		"JSON, spaced":     {pixels(), text("  [ 1.5 , 2,\t3e2, 4 ]\n"), nil, []Piece{box(1.5, 2, 300, 4)}},
		"JSON, outside":    {pixels(), text("[-5,-0,3,4]"), nil, []Piece{box(-5, math.Copysign(0, -1), 3, 4)}},
		"JSON of text":     {pixels(), text(`["1","2","3.5","4"]`), nil, []Piece{box(1, 2, 3.5, 4)}},
		"huge":             {pixels(), text("[-1e300,-1e300,1e300,1e300]"), nil, []Piece{box(-1e300, -1e300, 1e300, 1e300)}},
		"spaces":           {pixels(), text("1 2  3\t4"), nil, []Piece{box(1, 2, 3, 4)}},
		"commas":           {pixels(), text("1, 2,3.5 ,4"), nil, []Piece{box(1, 2, 3.5, 4)}},
		"numbers":          {pixels(), numbers(1, 2, 3.5, 4), nil, []Piece{box(1, 2, 3.5, 4)}},
		"corners by name":  {pixels(), text(`{"x2":3,"y2":4,"x1":1,"y1":2,"label":"a"}`), nil, []Piece{box(1, 2, 3, 4)}},
		"upper case":       {pixels(), text(`{"Xmin":1,"Ymin":2,"XMax":3,"YMax":4}`), nil, []Piece{box(1, 2, 3, 4)}},
		"edges by name":    {pixels(), text(`{"left":1,"top":2,"right":3,"bottom":4,"width":9,"height":9}`), nil, []Piece{box(1, 2, 3, 4)}},
		"from zero":        {pixels(), text(`{"x0":1,"y0":2,"x1":3,"y1":4}`), nil, []Piece{box(1, 2, 3, 4)}},
		"xywh":             {inFormat(XYWH), text("[1,2,3,4]"), nil, []Piece{box(1, 2, 4, 6)}},
		"xywh by name":     {inFormat(XYWH), text(`{"x":1,"y":2,"w":3,"h":4}`), nil, []Piece{box(1, 2, 4, 6)}},
		"left, top, width": {inFormat(XYWH), text(`{"left":1,"top":2,"width":3,"height":4}`), nil, []Piece{box(1, 2, 4, 6)}},
		"centre":           {inFormat(CXCYWH), text("10 20 4 7"), nil, []Piece{box(8, 16.5, 12, 23.5)}},
		"x, y as centre":   {inFormat(CXCYWH), text(`{"x":10,"y":20,"w":4,"h":8}`), nil, []Piece{box(8, 16, 12, 24)}},
		"centre by name":   {inFormat(CXCYWH), text(`{"cx":10,"cy":20,"width":4,"height":8}`), nil, []Piece{box(8, 16, 12, 24)}},
		"permille":         {with(pixels(), func(o *Options) { o.Units = Permille }), text("1 2 3 4"), nil, []Piece{of(box(1, 2, 3, 4), crop.Permille)}},
		"four columns":     {fourColumns(), table.Box{}, []any{int64(1), 2.5, "3", float64(4)}, []Piece{box(1, 2.5, 3, 4)}},
		"IMDb-Face":        {imdb(), text("1 2 3 4"), []any{"480 640"}, []Piece{of(box(1, 2, 3, 4), crop.Size{Width: 640, Height: 480})}},
		"size as JSON":     {imdb(), text("1 2 3 4"), []any{"[480,640]"}, []Piece{of(box(1, 2, 3, 4), crop.Size{Width: 640, Height: 480})}},
		"several":          {several, text("[[1,2,3,4],[5,6,7,8]]"), nil, []Piece{box(1, 2, 3, 4), box(5, 6, 7, 8)}},
		"several of one":   {several, text("[[1,2,3,4]]"), nil, []Piece{box(1, 2, 3, 4)}},
		"one for several":  {several, text("[1,2,3,4]"), nil, []Piece{box(1, 2, 3, 4)}},
		"objects":          {several, text(`[{"x1":1,"y1":2,"x2":3,"y2":4}]`), nil, []Piece{box(1, 2, 3, 4)}},
		"a bad one of two": {several, text("[[3,2,1,4],[5,6,7,8]]"), nil, []Piece{box(3, 2, 1, 4), box(5, 6, 7, 8)}},
		"spans of characters": {
			grit(), text("[[3,6,0.1,0.2,0.3,0.4,0.9],[0,1,0,0,1,1,0.5]]"), []any{"ä 世界 🐈"},
			[]Piece{spanned(of(box(.1, .2, .3, .4), crop.Fraction), "界 🐈", 0.9), spanned(of(box(0, 0, 1, 1), crop.Fraction), "ä", 0.5)},
		},
		"no boxes": {Options{}, text("[1,2,3,4]"), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := mustNew(t, tt.o).Read(tt.cell, tt.also)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestReadRefuses holds that a malformed cell is its row's failure, and that
// the failure names the column and says what is wrong in a short line.
func TestReadRefuses(t *testing.T) {
	several := with(pixels(), func(o *Options) { o.Several = true })
	two := Options{Column: "box", Format: XYXY, Units: Pixels, Size: SizeColumns{Width: "w", Height: "h"}, Also: []string{"w", "h"}}
	many := "[" + strings.Repeat("[1,2,3,4],", mostBoxes) + "[1,2,3,4]]"
	for name, tt := range map[string]struct {
		o      Options
		cell   table.Box
		also   []any
		detail []string
	}{
		"nothing":              {pixels(), table.Box{}, nil, []string{`"box"`, "the box is empty"}},
		"spaces":               {pixels(), text("  "), nil, []string{"the box is empty"}},
		"null":                 {pixels(), text("null"), nil, []string{"the box is empty"}},
		"an empty array":       {pixels(), text("[]"), nil, []string{"empty"}},
		"three":                {pixels(), text("[1,2,3]"), nil, []string{"4 numbers, not 3"}},
		"five":                 {pixels(), text("[1,2,3,4,5]"), nil, []string{"4 numbers, not 5"}},
		"five numbers":         {pixels(), numbers(1, 2, 3, 4, 5), nil, []string{"4 numbers, not 5"}},
		"a null":               {pixels(), text("[1,2,3,null]"), nil, []string{"holds a null"}},
		"a null number":        {pixels(), numbers(1, 2, 3, math.NaN()), nil, []string{"not finite"}},
		"a word":               {pixels(), text(`[1,2,3,"four"]`), nil, []string{`"four" is not a number`}},
		"a bool":               {pixels(), text("[1,2,3,true]"), nil, []string{"unexpected bool"}},
		"not that list":        {pixels(), text("[[1,2,3,4]]"), nil, []string{"a list of boxes"}},
		"unknown names":        {pixels(), text(`{"x1":1}`), nil, []string{"names", "x1"}},
		"a name's null":        {pixels(), text(`{"x1":1,"y1":2,"x2":3,"y2":null}`), nil, []string{`"y2"`, "null"}},
		"names of another":     {pixels(), text(`{"cx":1,"cy":2,"w":3,"h":4}`), nil, []string{"cxcywh, not xyxy", "--box_format"}},
		"cut short":            {pixels(), text("[1,2,3,4"), nil, []string{"not JSON"}},
		"more after it":        {pixels(), text("[1,2,3,4] 5"), nil, []string{"not JSON"}},
		"text in text":         {pixels(), text(`"[1,2,3,4]"`), nil, []string{"not a number"}},
		"round brackets":       {pixels(), text("(1,2,3,4)"), nil, []string{"not a number"}},
		"a missing number":     {pixels(), text("1,,2,3"), nil, []string{"not a number"}},
		"three in text":        {pixels(), text("1 2 3"), nil, []string{"4 numbers, not 3"}},
		"NaN":                  {pixels(), text("[NaN,2,3,4]"), nil, []string{"not JSON"}},
		"nan in text":          {pixels(), text("nan 2 3 4"), nil, []string{"not a number"}},
		"inf in text":          {pixels(), text("1 2 inf 4"), nil, []string{"not a number"}},
		"hexadecimal":          {pixels(), text("0x1p-2 2 3 4"), nil, []string{"not a number"}},
		"beyond a float":       {pixels(), text("[1,2,1e400,4]"), nil, []string{"1e400"}},
		"beyond it in text":    {pixels(), text("1 2 1e400 4"), nil, []string{"1e400"}},
		"inverted":             {pixels(), text("[3,2,1,4]"), nil, []string{"empty or inverted"}},
		"without height":       {pixels(), text("[1,2,3,2]"), nil, []string{"empty or inverted"}},
		"a negative width":     {inFormat(XYWH), text("[1,2,-3,4]"), nil, []string{"empty or inverted"}},
		"deep":                 {pixels(), text(strings.Repeat("[", 100_000)), nil, []string{"not JSON"}},
		"long":                 {pixels(), text(strings.Repeat("9", 100_000)), nil, []string{"not a number"}},
		"no boxes":             {several, text("[]"), nil, []string{"the list of boxes is empty"}},
		"a null among several": {several, text("[[1,2,3,4],null]"), nil, []string{"box 2 of 2", "null"}},
		"a number among boxes": {several, text("[[1,2,3,4],5]"), nil, []string{"box 2 of 2", "unexpected number"}},
		"three among several":  {several, text("[[1,2,3,4],[1,2,3]]"), nil, []string{"box 2 of 2", "4 numbers, not 3"}},
		"deeper":               {several, text("[[[1,2,3,4]]]"), nil, []string{"box 1 of 1", "unexpected array"}},
		"only bad ones":        {several, text("[[3,2,1,4],[1,4,3,2]]"), nil, []string{"empty or inverted"}},
		"too many":             {several, text(many), nil, []string{"1001 boxes"}},
		"no columns":           {fourColumns(), table.Box{}, []any{nil, nil, nil, nil}, []string{`"x1", "y1", "x2", "y2"`, "the box is empty"}},
		"not all columns":      {fourColumns(), table.Box{}, []any{int64(1), int64(2), nil, int64(3)}, []string{"1 of the box's 4 columns"}},
		"a column of words":    {fourColumns(), table.Box{}, []any{int64(1), "two", int64(3), int64(3)}, []string{`column "y1"`, `"two"`}},
		"a column of bools":    {fourColumns(), table.Box{}, []any{int64(1), true, int64(3), int64(3)}, []string{`column "y1"`, "bool"}},
		"no size":              {imdb(), text("1 2 3 4"), []any{nil}, []string{`"height width"`, "not known"}},
		"half a size":          {imdb(), text("1 2 3 4"), []any{"480"}, []string{`"height width"`, "2 numbers, not 1"}},
		"no width":             {two, text("1 2 3 4"), []any{nil, int64(480)}, []string{`"w"`, "not known"}},
		"no width in pixels":   {two, text("1 2 3 4"), []any{640.5, int64(480)}, []string{`"w"`, "640.5"}},
		"a height of nothing":  {two, text("1 2 3 4"), []any{640.0, int64(0)}, []string{`"h"`, "0 is no width or height"}},
		"a box for a span":     {grit(), text("[[0.1,0.2,0.3,0.4]]"), []any{"a cat"}, []string{`"ref_exps"`, "it has 4 numbers"}},
		"a span beyond":        {grit(), text("[[0,6,0.1,0.2,0.3,0.4,0.9]]"), []any{"a cat"}, []string{"0 to 6 is no span of the 5 characters"}},
		"a span backwards":     {grit(), text("[[3,2,0.1,0.2,0.3,0.4,0.9]]"), []any{"a cat"}, []string{"3 to 2"}},
		"half a character":     {grit(), text("[[0.5,2,0.1,0.2,0.3,0.4,0.9]]"), []any{"a cat"}, []string{"0.5 to 2"}},
		"a span of nothing":    {grit(), text("[[0,1,0.1,0.2,0.3,0.4,0.9]]"), []any{nil}, []string{`no text in "caption"`}},
	} {
		t.Run(name, func(t *testing.T) {
			pieces, err := mustNew(t, tt.o).Read(tt.cell, tt.also)
			failure, ok := reason.Of(err)
			if !ok || failure.Reason != reason.InvalidRow || len(pieces) > 0 {
				t.Fatalf("got %v, want %s", err, reason.InvalidRow)
			}
			for _, want := range append(tt.detail, "column") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if len(err.Error()) > 300 || strings.Contains(err.Error(), "\n") {
				t.Errorf("not a short line: %q", err)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		o    Options
		says string
	}{
		"no order":             {with(pixels(), func(o *Options) { o.Format = "auto" }), `not "auto"`},
		"no unit":              {with(pixels(), func(o *Options) { o.Units = "" }), "fraction"},
		"three columns":        {Options{Columns: []string{"a", "b", "c"}, Format: XYXY, Units: Pixels}, "not in 3"},
		"column and columns":   {with(fourColumns(), func(o *Options) { o.Column = "box" }), `"box"`},
		"columns of several":   {with(fourColumns(), func(o *Options) { o.Several = true }), "one box"},
		"a column not read":    {with(imdb(), func(o *Options) { o.Also = nil }), `"height width"`},
		"fractions with sizes": {with(imdb(), func(o *Options) { o.Units = Fraction }), "--box_size_columns"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := New(tt.o); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want it to say %s", err, tt.says)
			}
		})
	}
}

func TestParseSizeColumns(t *testing.T) {
	for names, want := range map[string]SizeColumns{
		"":               {},
		"w,h":            {Width: "w", Height: "h"},
		"height width":   {Both: "height width", HeightFirst: true},
		"Width x Height": {Both: "Width x Height"},
		"size:wh":        {Both: "size"},
		"shape:hw":       {Both: "shape", HeightFirst: true},
	} {
		var list []string
		if names != "" {
			list = strings.Split(names, ",")
		}
		got, err := ParseSizeColumns(list)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", names, err, diff)
		}
	}
	for _, names := range []string{"size", "a,b,c"} {
		if _, err := ParseSizeColumns(strings.Split(names, ",")); err == nil {
			t.Errorf("%s is taken", names)
		}
	}
}

// FuzzRead reads cells from outside, in every order and unit.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"[1,2,3,4]", "1 2 3 4", "[[0.1,0.2,0.3,0.4],[0,0,1,1]]", "[[0,5,0.1,0.2,0.3,0.4,0.9]]", `{"x":1,"y":2,"w":3,"h":4}`,
		`[{"left":1,"top":2,"right":3,"bottom":4},null]`, "null", "", "[", "1,2,,3", "[1e400,2,3,4]", `["1","2","3","4"]`,
	} {
		f.Add(seed, "480 640")
	}
	f.Fuzz(func(t *testing.T, cell, also string) {
		for _, o := range []Options{pixels(), inFormat(XYWH), inFormat(CXCYWH), imdb(), grit(), with(pixels(), func(o *Options) { o.Several = true })} {
			pieces, err := mustNew(t, o).Read(text(cell), []any{also})
			failure, ok := reason.Of(err)
			switch {
			case err != nil && (!ok || failure.Reason != reason.InvalidRow || len(pieces) > 0):
				t.Fatalf("%v with %d pieces", err, len(pieces))
			case err == nil && (len(pieces) == 0 || len(pieces) > mostBoxes || len(pieces) > 1 && !o.Several):
				t.Fatalf("%d pieces", len(pieces))
			}
			if err == nil && len(pieces) == 1 {
				if err := pieces[0].Box.Check(); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
