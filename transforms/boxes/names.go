package boxes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// naming is a way in which datasets name a box's four numbers.
type naming struct {
	names   [4]string
	formats []string // that the names may mean, the usual one first
}

// namings are looked through in order: who has both a right edge and a width
// has said enough with the edges.
func namings() []naming {
	corners, sides, centre := []string{XYXY}, []string{XYWH}, []string{CXCYWH}
	either := []string{XYWH, CXCYWH} // x and y are the centre to some
	return []naming{
		{[4]string{"x1", "y1", "x2", "y2"}, corners},
		{[4]string{"xmin", "ymin", "xmax", "ymax"}, corners},
		{[4]string{"x_min", "y_min", "x_max", "y_max"}, corners},
		{[4]string{"left", "top", "right", "bottom"}, corners},
		{[4]string{"x0", "y0", "x1", "y1"}, corners},
		{[4]string{"left", "top", "width", "height"}, sides},
		{[4]string{"cx", "cy", "w", "h"}, centre},
		{[4]string{"cx", "cy", "width", "height"}, centre},
		{[4]string{"x_center", "y_center", "width", "height"}, centre},
		{[4]string{"x", "y", "w", "h"}, either},
		{[4]string{"x", "y", "width", "height"}, either},
	}
}

// named reads a box whose numbers have names; upper and lower case are alike,
// and of two names that differ in case only the last in byte order counts, which
// is the lower. Other members are left alone.
func named(object map[string]any) (entry, error) {
	names := slices.Sorted(maps.Keys(object))
	values := make(map[string]any, len(object))
	for _, name := range names {
		values[strings.ToLower(name)] = object[name]
	}
	for _, known := range namings() {
		e := entry{formats: known.formats}
		for _, name := range known.names {
			value, ok := values[name]
			if !ok {
				break
			}
			n, err := number(value)
			if err != nil {
				return entry{}, fmt.Errorf("%q: %w", name, err)
			}
			e.numbers = append(e.numbers, n)
		}
		if len(e.numbers) == len(known.names) {
			return e, nil
		}
	}
	for i, name := range names {
		names[i] = shorten(name)
	}
	return entry{}, fmt.Errorf("none of the names of a box's four numbers is known: %s", shorten(strings.Join(names, ", ")))
}

// formatsOf returns what the names of four columns allow; nothing where they
// are not known.
func formatsOf(columns []string) []string {
	for _, known := range namings() {
		if slices.EqualFunc(known.names[:], columns, strings.EqualFold) {
			return known.formats
		}
	}
	return nil
}
