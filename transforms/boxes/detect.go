package boxes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/table"
)

// Auto is the Format and the Units that are to be found.
const Auto = "auto"

const (
	// mostly is the share of boxes that a finding must hold for: some rows of a
	// dataset of millions are broken.
	mostly = 0.98
	// enough is how many different boxes are more than chance. In boxes of a corner
	// and a size, which are not related, the size is the larger of the two on both
	// axes for 7 boxes of 10 at the very most; for 20 of 20, once in 1,000 datasets.
	enough = 20
)

// Known is a dataset whose boxes are known, and which keeps them in a column of
// the same name. The zero value is none.
type Known struct {
	Name    string
	Options Options
}

// Found is what a dataset's boxes are, and why they are taken to be.
type Found struct {
	Options Options
	Why     string // one line
}

// String says both.
func (f Found) String() string { return fmt.Sprintf("%s (%s)", f.Options, f.Why) }

// Detect completes what was asked for by a look at rows of the dataset, which
// were read with ask.Also. It decides Several, and Format and Units where they are
// Auto; ask.Spans names the text that boxes may have spans of, and is dropped if
// they have none. The same rows give the same answer.
//
// What the rows leave open is what it is in the known dataset; if there is
// none, it is an error that names the flag to say it with. Rows without a single
// box leave all open, and are taken for xyxy in pixels; where many hold something
// that is no box, the column is the wrong one, which is an error, too.
func Detect(ask Options, known Known, sample []table.Row) (Found, error) {
	s := look(reader(ask), sample)
	if len(s.boxes) == 0 && s.broken >= enough {
		return Found{}, fmt.Errorf("%s, the first: %w (choose another column with --box_column)", s.nothing(), s.first)
	}
	o := ask
	if err := s.nesting(&o, known); err != nil {
		return Found{}, err
	}
	units, err := s.units(o, known)
	if err != nil {
		return Found{}, err
	}
	o.Units = units.is
	format, err := s.format(o, known)
	if err != nil {
		return Found{}, err
	}
	o.Format = format.is
	if err := o.check(); err != nil {
		return Found{}, err
	}
	whys := slices.DeleteFunc([]string{format.why, units.why}, func(why string) bool { return why == "" })
	return Found{Options: o, Why: strings.Join(slices.Compact(whys), ", ")}, nil
}

// finding is one thing that was found, and why.
type finding struct{ is, why string }

// nesting finds out whether rows have several boxes, and boxes spans. Most rows
// decide: a dataset of one box a row may have a stray list in it.
func (s survey) nesting(o *Options, known Known) error {
	o.Several = s.lists > 0 && s.lists >= s.single || s.lists == 0 && s.noBoxes > s.single
	if s.lists+s.single+s.noBoxes == 0 {
		o.Several = known.Options.Several
	}
	spanned := 2*s.spans > len(s.boxes) || len(s.boxes) == 0 && known.Options.Spans != ""
	if spanned && o.Spans == "" {
		return fmt.Errorf("the boxes have 7 numbers, those of spans of a caption: name its column with --caption_column")
	}
	if !spanned {
		o.Spans = ""
	}
	return nil
}

// units finds out what the numbers count.
func (s survey) units(o Options, known Known) (finding, error) {
	n := len(s.boxes)
	switch {
	case o.Units != Auto:
		return finding{is: o.Units, why: "as asked"}, nil
	case n == 0:
		return finding{is: orElse(known.Options.Units, Pixels), why: s.nothing()}, nil
	}
	// No box is a pixel and a half wide and high; in fractions that is half beyond
	// the picture.
	small := s.count(func(b surveyed) bool {
		return !slices.ContainsFunc(b.numbers[:], func(n float64) bool { return n < -1.5 || n > 1.5 })
	})
	inside := s.count(func(b surveyed) bool { return b.fits(XYXY, b.of) || b.fits(XYWH, b.of) || b.fits(CXCYWH, b.of) })
	highest := fmt.Sprintf("numbers go up to %v", s.largest())
	switch {
	case s.share(small) >= mostly:
		return finding{Fraction, highest}, nil
	case known.Options.Units == Pixels:
		return finding{Pixels, highest}, nil
	case s.share(small) > 0.1:
		return finding{}, fmt.Errorf("%d of %d boxes look like fractions, the others like pixels: say which with --box_units", small, n)
	case o.Sized() && s.share(inside) >= mostly:
		return finding{Pixels, "within the size that the rows name"}, nil
	case o.Sized() && s.largest() <= 1000:
		return finding{}, fmt.Errorf("%d of %d boxes do not lie within the size that their rows name, and no number is above 1000: say with --box_units whether they are in permille", n-inside, n)
	case s.edgesAtThousand():
		return finding{}, fmt.Errorf("the boxes' numbers end at %v, which may be pixels or permille: say which with --box_units", s.largest())
	}
	return finding{Pixels, highest}, nil
}

// edgesAtThousand says whether the numbers pile up where those in permille end.
// Pictures that are 1000 pixels wide do the same.
func (s survey) edgesAtThousand() bool {
	at := s.count(func(b surveyed) bool {
		return slices.ContainsFunc(b.numbers[:], func(n float64) bool { return n == 999 || n == 1000 })
	})
	return s.distinct >= 5*enough && s.largest() <= 1000 && s.share(at) >= 1-mostly
}

// format finds out the order of the numbers, whose units are known.
func (s survey) format(o Options, known Known) (finding, error) {
	n := len(s.boxes)
	switch {
	case o.Format != Auto:
		return finding{is: o.Format, why: "as asked"}, nil
	case n == 0:
		return finding{is: orElse(known.Options.Format, XYXY), why: s.nothing()}, nil
	}
	if named, ok := s.named(); ok {
		return finding{named, "as their names say"}, nil
	}
	fits := map[string]int{}
	for _, format := range Formats() {
		fits[format] = s.count(func(b surveyed) bool { return b.fits(format, b.limit(o.Units)) })
	}
	if is := known.Options.Format; is != "" && !s.contradicts(fits[is]) {
		return finding{is, fmt.Sprintf("as in %s, which fits %d of %d boxes", known.Name, fits[is], n)}, nil
	}
	return s.decide(fits, o.Units)
}

// contradicts says whether a format that fits so many of the boxes is not that
// of the dataset which it is known from.
func (s survey) contradicts(fits int) bool {
	return s.distinct >= 10*enough && s.share(fits) < 0.9 || s.distinct >= enough/2 && s.share(fits) < 0.6
}

// decide finds the one format that the boxes can have.
func (s survey) decide(fits map[string]int, units string) (finding, error) {
	n := len(s.boxes)
	fit := func(format string) bool { return s.share(fits[format]) >= mostly }
	corners := fmt.Sprintf("in %d of %d boxes x2 > x1 and y2 > y1", fits[XYXY], n)
	switch {
	case fit(XYXY) && (s.distinct >= enough || !fit(XYWH) && !fit(CXCYWH)):
		return finding{XYXY, corners}, nil
	case fit(XYXY):
		return finding{}, fmt.Errorf("%d different %s too few to tell %s apart: say which with --box_format, or name the dataset with --preset", s.distinct, boxesAre(s.distinct), strings.Join(s.fitting(fits), ", "))
	case fit(XYWH) && s.rather(fits[XYWH], fits[CXCYWH]):
		return finding{XYWH, fmt.Sprintf("only in %d of %d boxes x2 > x1 and y2 > y1, and %d would not be in the picture as cxcywh", fits[XYXY], n, n-fits[CXCYWH])}, nil
	case fit(CXCYWH) && s.rather(fits[CXCYWH], fits[XYWH]):
		return finding{CXCYWH, fmt.Sprintf("only in %d of %d boxes x2 > x1 and y2 > y1, and %d would not be in the picture as xywh", fits[XYXY], n, n-fits[XYWH])}, nil
	case fit(XYWH) || fit(CXCYWH):
		return finding{}, fmt.Errorf("%d of %d boxes are no xyxy, and xywh and cxcywh fit alike: say which with --box_format", n-fits[XYXY], n)
	}
	return finding{}, fmt.Errorf("with --box_units=%s no order of the boxes' numbers fits (xyxy %d, xywh %d and cxcywh %d of %d): choose other units, or say the order with --box_format", units, fits[XYXY], fits[XYWH], fits[CXCYWH], n)
}

// rather says whether a format that fits as many boxes as here is clearly
// better than the other one.
func (s survey) rather(fits, other int) bool {
	misses, others := len(s.boxes)-fits, len(s.boxes)-other
	return others >= 5 && others >= 5*misses
}

// fitting returns the formats that the boxes can have.
func (s survey) fitting(fits map[string]int) []string {
	return slices.DeleteFunc(Formats(), func(format string) bool { return s.share(fits[format]) < mostly })
}

// named returns the format that the names of nearly all boxes' numbers say.
func (s survey) named() (string, bool) {
	for _, format := range Formats() {
		n := s.count(func(b surveyed) bool { return len(b.formats) > 0 && b.formats[0] == format })
		if s.share(n) >= mostly {
			return format, true
		}
	}
	return "", false
}

func (s survey) nothing() string {
	return fmt.Sprintf("none can be read in the %d rows that were looked at", s.rows)
}

func orElse(value, other string) string {
	if value != "" {
		return value
	}
	return other
}

func boxesAre(n int) string {
	if n == 1 {
		return "box is"
	}
	return "boxes are"
}
