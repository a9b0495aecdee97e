package boxes

import (
	"fmt"
	"math"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/crop"
)

// ParseSizeColumns reads --box_size_columns: "width,height" names two columns;
// one name is of a column with both numbers, whose order is either plain from
// the name, as in "height width", or said after it, as in "size:wh" or
// "shape:hw". "" is none.
func ParseSizeColumns(names []string) (SizeColumns, error) {
	switch len(names) {
	case 0:
		return SizeColumns{}, nil
	case 2:
		return SizeColumns{Width: names[0], Height: names[1]}, nil
	case 1:
		return bothOf(names[0])
	}
	return SizeColumns{}, fmt.Errorf("name the column of widths and that of heights, or one column of both, not %d columns", len(names))
}

func bothOf(name string) (SizeColumns, error) {
	if plain, ok := strings.CutSuffix(name, ":hw"); ok {
		return SizeColumns{Both: plain, HeightFirst: true}, nil
	}
	if plain, ok := strings.CutSuffix(name, ":wh"); ok {
		return SizeColumns{Both: plain}, nil
	}
	folded := strings.ToLower(name)
	width, height := strings.Index(folded, "width"), strings.Index(folded, "height")
	if width < 0 || height < 0 {
		return SizeColumns{}, fmt.Errorf("does %q hold the width first, or the height? Write %s:wh or %s:hw", name, name, name)
	}
	return SizeColumns{Both: name, HeightFirst: height < width}, nil
}

// size returns the size that a row's box refers to.
func (r Reader) size(also []any) (crop.Size, error) {
	s := r.o.Size
	if s.Both == "" {
		w, err := side(s.Width, r.value(also, s.Width))
		if err != nil {
			return crop.Size{}, err
		}
		h, err := side(s.Height, r.value(also, s.Height))
		return crop.Size{Width: w, Height: h}, err
	}
	text, ok := r.value(also, s.Both).(string)
	if !ok {
		return crop.Size{}, fmt.Errorf("column %q has no two numbers: the size that the box refers to is not known", s.Both)
	}
	fields := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" \t,xX×[]()", c) })
	if len(fields) != 2 {
		return crop.Size{}, fmt.Errorf("column %q: a size has 2 numbers, not %d", s.Both, len(fields))
	}
	if s.HeightFirst {
		fields[0], fields[1] = fields[1], fields[0]
	}
	w, err := side(s.Both, fields[0])
	if err != nil {
		return crop.Size{}, err
	}
	h, err := side(s.Both, fields[1])
	return crop.Size{Width: w, Height: h}, err
}

// side reads a width or a height.
func side(column string, value any) (int, error) {
	if value == nil {
		return 0, fmt.Errorf("column %q is empty: the size that the box refers to is not known", column)
	}
	n, err := number(value)
	if err != nil {
		return 0, fmt.Errorf("column %q: %w", column, err)
	}
	if n != math.Trunc(n) || n < 1 || n > math.MaxInt32 {
		return 0, fmt.Errorf("column %q: %v is no width or height in pixels", column, n)
	}
	return int(n), nil
}
