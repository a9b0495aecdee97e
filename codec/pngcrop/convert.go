package pngcrop

// converter returns what makes pixels of samples of up to 8 bits, those of
// fewer bits one to a byte.
func (f *file) converter() func(to, from []byte) {
	switch f.kind {
	case gray:
		scale := byte(0xff / (1<<f.depth - 1))
		if !f.hasAlpha {
			return func(to, from []byte) { setGray(to, from, scale) }
		}
		clear := f.transparent[1] * scale
		return func(to, from []byte) { setGrayClear(to, from, scale, clear) }
	case rgb:
		if !f.hasAlpha {
			return setRGB
		}
		clear := [3]byte{f.transparent[1], f.transparent[3], f.transparent[5]}
		return func(to, from []byte) { setRGBClear(to, from, clear) }
	case grayAlpha:
		return setGrayAlpha
	}
	return func(to, from []byte) { copy(to, from) }
}

func setGray(to, from []byte, scale byte) {
	if scale == 1 {
		copy(to, from)
		return
	}
	for i, v := range from {
		to[i] = v * scale
	}
}

func setGrayClear(to, from []byte, scale, clear byte) {
	for i, v := range from {
		v *= scale
		pixel := to[4*i:][:4]
		pixel[0], pixel[1], pixel[2], pixel[3] = v, v, v, 0xff
		if v == clear {
			pixel[3] = 0
		}
	}
}

func setRGB(to, from []byte) {
	for len(from) >= 3 && len(to) >= 4 {
		to[0], to[1], to[2], to[3] = from[0], from[1], from[2], 0xff
		to, from = to[4:], from[3:]
	}
}

func setRGBClear(to, from []byte, clear [3]byte) {
	setRGB(to, from)
	for ; len(from) >= 3; to, from = to[4:], from[3:] {
		if [3]byte(from[:3]) == clear {
			to[3] = 0
		}
	}
}

func setGrayAlpha(to, from []byte) {
	for ; len(from) >= 2; to, from = to[4:], from[2:] {
		to[0], to[1], to[2], to[3] = from[0], from[0], from[0], from[1]
	}
}
