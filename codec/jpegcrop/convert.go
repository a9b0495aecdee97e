package jpegcrop

import "image"

// RGBA converts a picture at 4:4:4 to opaque RGB, with the rounding of libjpeg:
// T.871, section 7.
func RGBA(m *image.YCbCr) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	w := m.Rect.Dx()
	for y := range m.Rect.Dy() {
		luma, chroma := y*m.YStride, y*m.CStride
		ys, cbs, crs := m.Y[luma:][:w], m.Cb[chroma:][:w], m.Cr[chroma:][:w]
		row := out.Pix[y*out.Stride:][:4*w]
		for x, luma := range ys {
			l, blue, red := int32(luma), int32(cbs[x])-128, int32(crs[x])-128
			pixel := (*[4]byte)(row[4*x:])
			pixel[0] = clip(l + (redOfCr*red+half)>>16)
			pixel[1] = clip(l + (half-greenOfCb*blue-greenOfCr*red)>>16)
			pixel[2] = clip(l + (blueOfCb*blue+half)>>16)
			pixel[3] = 255
		}
	}
	return out
}

// The coefficients of T.871 with 16 fraction bits.
const (
	redOfCr   = 91881  // 1.402
	greenOfCb = 22554  // 0.344136
	greenOfCr = 46802  // 0.714136
	blueOfCb  = 116130 // 1.772
	half      = 1 << 15
)

func clip(v int32) byte {
	if uint32(v) > 255 {
		v = ^(v >> 31)
	}
	return byte(v)
}

// rgbOf joins the first three planes.
func rgbOf(pix [4][]byte, stride [4]int, r image.Rectangle) *image.RGBA {
	out := image.NewRGBA(r)
	w := r.Dx()
	for y := range r.Dy() {
		red, green, blue := pix[0][y*stride[0]:][:w], pix[1][y*stride[1]:][:w], pix[2][y*stride[2]:][:w]
		row := out.Pix[y*out.Stride:][:4*w]
		for x, v := range red {
			*(*[4]byte)(row[4*x:]) = [4]byte{v, green[x], blue[x], 255}
		}
	}
	return out
}

// inked makes RGB of the inks in m, which are those of cyan, magenta and yellow
// after XOR with flip, and of black, where 255 means no ink.
func inked(m *image.RGBA, flip byte, black []byte, stride int) *image.RGBA {
	w := m.Rect.Dx()
	for y := range m.Rect.Dy() {
		row := m.Pix[y*m.Stride:][:4*w]
		for x, k := range black[y*stride:][:w] {
			pixel := (*[4]byte)(row[4*x:])
			for i, v := range pixel[:3] {
				pixel[i] = k - times(v^flip, k)
			}
		}
	}
	return m
}

// times multiplies fractions of 255, rounded.
func times(a, b byte) byte {
	v := uint32(a)*uint32(b) + 128
	return byte((v + v>>8) >> 8)
}
