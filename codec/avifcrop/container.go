package avifcrop

import (
	"image"
	"strings"
)

// container is what the boxes say about the primary picture.
type container struct {
	size     image.Point
	rotated  uint64 // by so many quarter turns anticlockwise
	mirrored bool
	axis     uint64 // 0: top and bottom are exchanged, 1: left and right
	alpha    bool   // some picture in the file is the alpha of another
	chroma
}

// readContainer reads the boxes and holds that all they refer to is there.
func readContainer(data []byte) (*container, error) {
	meta, ok := find(data, "meta")
	if meta == nil {
		return nil, short("the description of the picture")
	}
	if !ok || len(meta) < 4 {
		return nil, short("the description of the picture")
	}
	meta = meta[4:] // version and flags
	if body, ok := find(meta, "iloc"); ok {
		if err := checkPlaces(body, uint64(len(data))); err != nil {
			return nil, err
		}
	}
	primary, ok := primaryItem(meta)
	properties, there := find(meta, "iprp")
	if !ok || !there {
		return nil, FormatError("no primary picture, or none with properties")
	}
	c := &container{chroma: chroma{matrix: 2}}
	list, _ := find(properties, "ipco")
	all := propertiesIn(list)
	for _, i := range associations(properties, primary) {
		if i > 0 && i <= uint64(len(all)) {
			c.apply(all[i-1])
		}
	}
	for _, p := range all {
		c.readChroma(p)
		c.alpha = c.alpha || p.name == "auxC" && strings.Contains(string(p.body), "alpha")
	}
	if c.size.X <= 0 || c.size.Y <= 0 {
		return nil, FormatError("a primary picture without a size")
	}
	return c, nil
}

func primaryItem(meta []byte) (id uint64, ok bool) {
	body, ok := find(meta, "pitm")
	r, version, _ := fullBox(body)
	if version == 0 {
		return r.number(2), ok && !r.failed
	}
	return r.number(4), ok && !r.failed
}

func propertiesIn(list []byte) (all []box) {
	for len(list) > 0 {
		b, rest, ok := nextBox(list)
		if !ok {
			break
		}
		all, list = append(all, b), rest
	}
	return all
}

// associations returns the numbers of an item's properties, counted from 1.
func associations(properties []byte, item uint64) (numbers []uint64) {
	body, _ := find(properties, "ipma")
	r, version, flags := fullBox(body)
	idBytes, indexBytes, mask := 2, 1, uint64(0x7f)
	if version > 0 {
		idBytes = 4
	}
	if flags&1 != 0 {
		indexBytes, mask = 2, 0x7fff
	}
	for n := r.number(4); n > 0 && !r.failed; n-- {
		id := r.number(idBytes)
		for k := r.number(1); k > 0 && !r.failed; k-- {
			if i := r.number(indexBytes) & mask; id == item {
				numbers = append(numbers, i)
			}
		}
	}
	return numbers
}

func (c *container) apply(p box) {
	switch p.name {
	case "ispe":
		r, _, _ := fullBox(p.body)
		c.size = image.Pt(int(r.number(4)), int(r.number(4)))
	case "irot":
		c.rotated = (&reader{data: p.body}).number(1) & 3
	case "imir":
		c.mirrored, c.axis = true, (&reader{data: p.body}).number(1)&1
	}
}

// readChroma looks for how colours are stored. The parts of a picture and the alpha of
// another, which is monochrome, have properties of their own.
func (c *container) readChroma(p box) {
	r := reader{data: p.body}
	switch p.name {
	case "av1C":
		if flags := r.number(3); flags&0x10 == 0 {
			c.across, c.down = uint(flags>>3&1), uint(flags>>2&1)
		}
	case "colr":
		if kind := r.number(4); kind == 'n'<<24|'c'<<16|'l'<<8|'x' {
			r.number(4)
			c.matrix = r.number(2)
		}
	}
}

// checkPlaces holds that all extents of all items lie in the file.
func checkPlaces(body []byte, length uint64) error {
	r, version, _ := fullBox(body)
	sizes := r.number(2)
	offset, extent, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	if version == 0 {
		index = 0
	}
	idBytes := 2
	if version == 2 {
		idBytes = 4
	}
	if max(offset, extent, base, index) > 8 {
		return FormatError("places of more than 8 bytes")
	}
	for items := r.number(idBytes); items > 0 && !r.failed; items-- {
		r.number(idBytes)
		method := uint64(0)
		if version > 0 {
			method = r.number(2) & 15
		}
		r.number(2)
		from := r.number(base)
		for extents := r.number(2); extents > 0 && !r.failed; extents-- {
			r.number(index)
			at, size := r.number(offset), r.number(extent)
			if method == 0 && (from > length || at > length || size > length || from+at+size > length) {
				return short("the pixels")
			}
		}
	}
	if r.failed {
		return short("the places of the pictures")
	}
	return nil
}
