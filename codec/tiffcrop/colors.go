package tiffcrop

import "image"

// Kinds of a further sample, as the tag ExtraSamples numbers them.
const (
	premultiplied = 1
	straight      = 2
)

// picture makes pixels of samples.
func (l *layout) picture(p *planes) image.Image {
	colors := map[uint64]int{rgb: 3, cmyk: 4}[l.photometric]
	if l.photometric == whiteIsZero {
		for i, v := range p.plane[0] {
			p.plane[0][i] = 255 - v
		}
	}
	if colors == 0 {
		colors = 1
	}
	alpha := l.alpha(colors)
	if colors == 1 && alpha == 0 && l.photometric != paletted {
		return &image.Gray{Pix: p.plane[0], Stride: p.stride, Rect: p.rect}
	}
	out := image.NewRGBA(p.rect)
	l.setColors(out.Pix, p)
	if alpha == 0 {
		return out
	}
	for i, v := range p.plane[colors] {
		out.Pix[4*i+3] = v
	}
	if alpha == premultiplied {
		clampToAlpha(out.Pix)
		return out
	}
	return &image.NRGBA{Pix: out.Pix, Stride: out.Stride, Rect: out.Rect}
}

// alpha returns what kind of alpha channel there is behind so many colours, 0 for
// none. Some writers of RGBA do not say so.
func (l *layout) alpha(colors int) uint64 {
	if l.samples <= colors {
		return 0
	}
	missing := uint64(0)
	if l.photometric == rgb {
		missing = straight
	}
	kind := l.one(tagExtraSamples, missing)
	if kind != premultiplied && kind != straight {
		return 0
	}
	return kind
}

// setColors writes opaque pixels.
func (l *layout) setColors(pix []byte, p *planes) {
	red, green, blue := p.plane[0], p.plane[0], p.plane[0]
	switch l.photometric {
	case rgb:
		green, blue = p.plane[1], p.plane[2]
	case cmyk:
		for i := range p.plane[3] {
			black := 255 - uint32(p.plane[3][i])
			for _, ink := range p.plane[:3] {
				ink[i] = byte(((255-uint32(ink[i]))*black + 127) / 255)
			}
		}
		green, blue = p.plane[1], p.plane[2]
	case paletted:
		l.setIndexed(pix, p.plane[0])
		return
	}
	for i := range red {
		to := pix[4*i:][:4]
		to[0], to[1], to[2], to[3] = red[i], green[i], blue[i], 0xff
	}
}

// setIndexed takes colours from the palette: all reds, all greens, all blues, of
// 16 bits each. What is beyond its end is black.
func (l *layout) setIndexed(pix, indexes []byte) {
	table := l.all(tagColorMap)
	n := len(table) / 3
	var colors [256][3]byte
	for i := range min(n, len(colors)) {
		colors[i] = [3]byte{byte(table[i] >> 8), byte(table[n+i] >> 8), byte(table[2*n+i] >> 8)}
	}
	for i, index := range indexes {
		copy(pix[4*i:], colors[index][:])
		pix[4*i+3] = 0xff
	}
}

// clampToAlpha makes valid pixels where a colour is lighter than its alpha allows.
func clampToAlpha(pix []byte) {
	for i := 0; i < len(pix); i += 4 {
		for c := range 3 {
			pix[i+c] = min(pix[i+c], pix[i+3])
		}
	}
}
