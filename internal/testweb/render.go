package testweb

import "image"

// Render draws the picture of p: its ID and size, nothing else, decide what is
// in it. Sizes out of range panic; see [Encode] for the checked way.
func Render(p Picture) image.Image {
	s := newScene(p.withDefaults())
	c := newCanvas(s.width, s.height)
	s.landscape(c)
	s.portrait(c)
	return c.finish(s.texture(), 0.15)
}

// FaceBox returns where the face is in the picture of p, in pixels, x2 and y2
// exclusive: the head from crown to chin without its ears, always within the picture.
func FaceBox(p Picture) (x1, y1, x2, y2 int) {
	s := newScene(p.withDefaults())
	h := s.head
	x1, y1 = max(0, int(h.x-h.rx)), max(0, int(h.y-h.ry))
	x2, y2 = min(s.width, int(h.x+h.rx)+1), min(s.height, int(h.y+h.ry)+1)
	return x1, y1, x2, y2
}

// scene is what was drawn by lot for a picture.
type scene struct {
	width, height int
	dice          dice
	seed          uint64
	light         daylight
	head          head
}

// head is the geometry of the face; everything else of a person hangs on it.
type head struct{ x, y, rx, ry float32 }

func newScene(p Picture) *scene {
	// The size is not part of the seed: one ID shows one person in one light
	// at every size.
	s := &scene{width: p.Width, height: p.Height, seed: hash(p.ID, 1), dice: dice{hash(p.ID, 2)}}
	s.light = daylights[s.dice.pick(len(daylights))]
	w, h := float32(p.Width), float32(p.Height)
	s.head.rx = min(w/4, h/3) * s.dice.between(0.48, 0.58)
	s.head.ry = s.head.rx * s.dice.between(1.24, 1.34)
	s.head.x = w * s.dice.between(0.34, 0.66)
	s.head.y = h * s.dice.between(0.42, 0.5)
	return s
}

// texture is the fine structure over everything, of the same scales in
// pixels whatever the picture's size: that is what costs a JPEG its bits.
func (s *scene) texture() octaves {
	scales := []struct {
		cell      int
		amplitude float32
	}{{2, 46}, {4, 24}, {8, 12}, {16, 9}, {40, 9}}
	all := make(octaves, len(scales))
	for i, scale := range scales {
		all[i] = newOctave(hash(s.seed, uint64(i)), scale.cell, scale.amplitude, s.width)
	}
	return all
}
