package vp8crop

// spread transforms the block of first coefficients and gives each block of
// luma its own: the inverse Walsh-Hadamard transform of RFC 6386, section 14.3.
// It reports, in some bit, whether any is not 0.
func (r *residue) spread() (found int) {
	in := &r.values[second]
	if r.ends[second] <= 1 {
		dc := (int32(in[0]) + 3) >> 3
		if dc == 0 {
			return 0
		}
		for i := range firstChroma {
			r.values[i][0] = int16(dc)
		}
		return 1
	}
	var m [16]int32
	for i := range 4 {
		a, b := int32(in[i])+int32(in[12+i]), int32(in[4+i])+int32(in[8+i])
		c, d := int32(in[4+i])-int32(in[8+i]), int32(in[i])-int32(in[12+i])
		m[i], m[4+i], m[8+i], m[12+i] = a+b, d+c, a-b, d-c
	}
	for i := range 4 {
		row := (*[4]int32)(m[4*i:])
		a, b := row[0]+row[3]+3, row[1]+row[2]
		c, d := row[1]-row[2], row[0]-row[3]+3
		for j, v := range [4]int32{a + b, d + c, a - b, d - c} {
			dc := int16(v >> 3)
			r.values[4*i+j][0] = dc
			found |= int(dc)
		}
	}
	return found
}

// The factors of section 14.4, in 65536ths.
const (
	cos8 = 85627 // the root of 2, times the cosine of pi/8
	sin8 = 35468 // and the sine
)

// addGo is add in Go.
func addGo(in *[16]int16, end uint8, dst []byte, stride int) {
	if end <= 3 {
		addFew(in, dst, stride)
		return
	}
	addAll(in, dst, stride)
}

func addAll(in *[16]int16, dst []byte, stride int) {
	var m [16]int32
	for i := range 4 {
		v0, v1, v2, v3 := int32(in[i]), int32(in[4+i]), int32(in[8+i]), int32(in[12+i])
		a, b := v0+v2, v0-v2
		c, d := v1*sin8>>16-v3*cos8>>16, v1*cos8>>16+v3*sin8>>16
		m[i], m[4+i], m[8+i], m[12+i] = a+d, b+c, b-c, a-d
	}
	for i := range 4 {
		row := (*[4]byte)(dst[i*stride:])
		v0, v1, v2, v3 := m[4*i]+4, m[4*i+1], m[4*i+2], m[4*i+3]
		a, b := v0+v2, v0-v2
		c, d := v1*sin8>>16-v3*cos8>>16, v1*cos8>>16+v3*sin8>>16
		row[0] = clamp(int32(row[0]) + (a+d)>>3)
		row[1] = clamp(int32(row[1]) + (b+c)>>3)
		row[2] = clamp(int32(row[2]) + (b-c)>>3)
		row[3] = clamp(int32(row[3]) + (a-d)>>3)
	}
}

// addFew is addAll for a block of which only the first three coefficients, in the
// order of the tokens, may not be 0.
func addFew(in *[16]int16, dst []byte, stride int) {
	v0, v1, h := int32(in[0])+4, int32(in[4]), int32(in[1])
	c, d := v1*sin8>>16, v1*cos8>>16
	e, f := h*sin8>>16, h*cos8>>16
	for i, v := range [4]int32{v0 + d, v0 + c, v0 - c, v0 - d} {
		row := (*[4]byte)(dst[i*stride:])
		row[0] = clamp(int32(row[0]) + (v+f)>>3)
		row[1] = clamp(int32(row[1]) + (v+e)>>3)
		row[2] = clamp(int32(row[2]) + (v-e)>>3)
		row[3] = clamp(int32(row[3]) + (v-f)>>3)
	}
}

// addDC does so for a block whose other coefficients are 0.
func addDC(dc int16, dst []byte, stride int) {
	v := (int32(dc) + 4) >> 3
	for i := range 4 {
		row := (*[4]byte)(dst[i*stride:])
		for j := range row {
			row[j] = clamp(int32(row[j]) + v)
		}
	}
}

func clamp(v int32) uint8 {
	if uint32(v) < 256 {
		return uint8(v)
	}
	return uint8(^(v >> 31))
}
