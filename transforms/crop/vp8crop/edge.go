package vp8crop

// simpleEdge filters across an edge at an offset: count samples along it are
// along apart, those across it are across apart.
func simpleEdge(pix []byte, at, along, across, limit int) {
	for range 16 {
		p1, p0 := int32(pix[at-2*across]), int32(pix[at-across])
		q0, q1 := int32(pix[at]), int32(pix[at+across])
		if 2*abs(p0-q0)+abs(p1-q1)>>1 <= int32(limit) {
			a := 3*(q0-p0) + clampSigned(p1-q1)
			pix[at-across] = clamp(p0 + eighth(a+3))
			pix[at] = clamp(q0 - eighth(a+4))
		}
		at += along
	}
}

func (f *filter) pass(pix []byte, at, across, limit int) (yes, variance bool) {
	p3, p2, p1, p0 := int32(pix[at-4*across]), int32(pix[at-3*across]), int32(pix[at-2*across]), int32(pix[at-across])
	q0, q1, q2, q3 := int32(pix[at]), int32(pix[at+across]), int32(pix[at+2*across]), int32(pix[at+3*across])
	i := int32(f.interior)
	if 2*abs(p0-q0)+abs(p1-q1)>>1 > int32(limit) || abs(p3-p2) > i || abs(p2-p1) > i || abs(p1-p0) > i || abs(q1-q0) > i || abs(q2-q1) > i || abs(q3-q2) > i {
		return false, false
	}
	v := int32(f.variance)
	return true, abs(p1-p0) > v || abs(q1-q0) > v
}

func (f *filter) outer(pix []byte, at, count, along, across int) {
	for range count {
		yes, variance := f.pass(pix, at, across, f.edge+wider)
		if yes {
			p2, p1, p0 := int32(pix[at-3*across]), int32(pix[at-2*across]), int32(pix[at-across])
			q0, q1, q2 := int32(pix[at]), int32(pix[at+across]), int32(pix[at+2*across])
			a := clampSigned(p1-q1) + 3*(q0-p0)
			if variance {
				pix[at-across] = clamp(p0 + eighth(a+3))
				pix[at] = clamp(q0 - eighth(a+4))
			} else {
				w := clampSigned(a)
				pix[at-across], pix[at] = clamp(p0+(27*w+63)>>7), clamp(q0-(27*w+63)>>7)
				pix[at-2*across], pix[at+across] = clamp(p1+(18*w+63)>>7), clamp(q1-(18*w+63)>>7)
				pix[at-3*across], pix[at+2*across] = clamp(p2+(9*w+63)>>7), clamp(q2-(9*w+63)>>7)
			}
		}
		at += along
	}
}

func (f *filter) inner(pix []byte, at, count, along, across int) {
	for range count {
		yes, variance := f.pass(pix, at, across, f.edge)
		if yes {
			p1, p0 := int32(pix[at-2*across]), int32(pix[at-across])
			q0, q1 := int32(pix[at]), int32(pix[at+across])
			if variance {
				a := clampSigned(p1-q1) + 3*(q0-p0)
				pix[at-across] = clamp(p0 + eighth(a+3))
				pix[at] = clamp(q0 - eighth(a+4))
			} else {
				a := 3 * (q0 - p0)
				b := eighth(a + 4)
				pix[at-across] = clamp(p0 + eighth(a+3))
				pix[at] = clamp(q0 - b)
				b = (b + 1) >> 1
				pix[at-2*across], pix[at+across] = clamp(p1+b), clamp(q1-b)
			}
		}
		at += along
	}
}

func abs(v int32) int32 {
	s := v >> 31
	return (v ^ s) - s
}

func clampSigned(v int32) int32 { return min(max(v, -128), 127) }

// eighth is an eighth of what 8 bits hold of v.
func eighth(v int32) int32 { return min(max(v>>3, -16), 15) }
