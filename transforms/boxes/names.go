package boxes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// naming is a way in which datasets name a box's four numbers.
type naming struct {
	names   [4]string // as Fold returns them
	formats []string  // that the names may mean, the usual one first
}

// namings are tried in order: a box with both a right edge and a width is read by
// its edges.
var namings = allNamings()

func allNamings() []naming {
	var all []naming
	for _, names := range [][4]string{
		{"x1", "y1", "x2", "y2"},
		{"xmin", "ymin", "xmax", "ymax"},
		{"minx", "miny", "maxx", "maxy"},
		{"left", "top", "right", "bottom"},
		{"xleft", "ytop", "xright", "ybottom"},
		{"topleftx", "toplefty", "bottomrightx", "bottomrighty"},
		{"xtl", "ytl", "xbr", "ybr"},
		{"x0", "y0", "x1", "y1"},
	} {
		all = append(all, naming{names, []string{XYXY}})
	}
	sized := func(x, y string, formats ...string) {
		all = append(all,
			naming{[4]string{x, y, "w", "h"}, formats},
			naming{[4]string{x, y, "width", "height"}, formats})
	}
	sized("left", "top", XYWH)
	sized("x1", "y1", XYWH)
	sized("x0", "y0", XYWH)
	sized("xmin", "ymin", XYWH)
	sized("minx", "miny", XYWH)
	sized("topleftx", "toplefty", XYWH)
	sized("cx", "cy", CXCYWH)
	sized("xc", "yc", CXCYWH)
	sized("xcenter", "ycenter", CXCYWH)
	sized("centerx", "centery", CXCYWH)
	sized("x", "y", XYWH, CXCYWH) // x and y are the centre in some datasets
	return all
}

var separators = strings.NewReplacer("_", "", "-", "", " ", "", ".", "")

// Fold drops what differs between spellings of a name: XMin, x_min and x-min are
// all xmin.
func Fold(name string) string { return separators.Replace(strings.ToLower(name)) }

// named reads a box whose numbers have names. Of two names that fold alike the
// last in byte order counts, which is the one in lower case. Other members are
// ignored.
func named(object map[string]any) (entry, error) {
	names := slices.Sorted(maps.Keys(object))
	values := make(map[string]any, len(object))
	for _, name := range names {
		values[Fold(name)] = object[name]
	}
	for _, known := range namings {
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
