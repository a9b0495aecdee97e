package pngcrop

// converter16 returns what makes pixels of samples of 16 bits, whose higher
// byte is first in both.
func (f *file) converter16() func(to, from []byte) {
	switch f.kind {
	case gray:
		if f.hasAlpha {
			clear := [2]byte(f.transparent)
			return func(to, from []byte) { setGrayClear16(to, from, clear) }
		}
	case rgb:
		if f.hasAlpha {
			clear := [6]byte(f.transparent)
			return func(to, from []byte) { setRGBClear16(to, from, clear) }
		}
		return setRGB16
	case grayAlpha:
		return setGrayAlpha16
	}
	return func(to, from []byte) { copy(to, from) }
}

func setGrayClear16(to, from []byte, clear [2]byte) {
	for ; len(from) >= 2; to, from = to[8:], from[2:] {
		setPixel16(to, from, from, from, [2]byte(from) != clear)
	}
}

func setRGBClear16(to, from []byte, clear [6]byte) {
	for ; len(from) >= 6; to, from = to[8:], from[6:] {
		setPixel16(to, from, from[2:], from[4:], [6]byte(from) != clear)
	}
}

func setRGB16(to, from []byte) {
	for ; len(from) >= 6; to, from = to[8:], from[6:] {
		setPixel16(to, from, from[2:], from[4:], true)
	}
}

func setPixel16(to, r, g, b []byte, opaque bool) {
	to[0], to[1], to[2], to[3], to[4], to[5] = r[0], r[1], g[0], g[1], b[0], b[1]
	to[6], to[7] = 0, 0
	if opaque {
		to[6], to[7] = 0xff, 0xff
	}
}

func setGrayAlpha16(to, from []byte) {
	for ; len(from) >= 4; to, from = to[8:], from[4:] {
		setPixel16(to, from, from, from, true)
		to[6], to[7] = from[2], from[3]
	}
}
