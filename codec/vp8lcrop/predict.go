package vp8lcrop

// predict adds to each pixel what its block's mode makes of those around it.
func (t *transform) predict(pix []uint32, rows int) {
	w := t.width
	pix[0] = add(pix[0], 0xff000000)
	for x := 1; x < w; x++ {
		pix[x] = add(pix[x], pix[x-1])
	}
	across := subsampled(w, t.bits)
	for y := 1; y < rows; y++ {
		at := y * w
		pix[at] = add(pix[at], pix[at-w])
		modes := t.data[y>>t.bits*across:][:across]
		for x := 1; x < w; {
			end := min(x>>t.bits<<t.bits+1<<t.bits, w)
			predictRun(pix, at+x, at+end, w, modes[x>>t.bits]>>8&15)
			x = end
		}
	}
}

// predictRun does so for the pixels from one place to another, which have a mode in
// common. The pixel right above the last of a row is the first of that row.
func predictRun(pix []uint32, from, to, w int, mode uint32) {
	row, above := pix[from-1:to], pix[from-w-1:to-w+1]
	above = above[:len(row)+1]
	left := row[0]
	switch mode {
	case 0:
		for i := 1; i < len(row); i++ {
			row[i] = add(row[i], 0xff000000)
		}
	case 1:
		for i := 1; i < len(row); i++ {
			left = add(row[i], left)
			row[i] = left
		}
	case 2:
		for i := 1; i < len(row); i++ {
			row[i] = add(row[i], above[i])
		}
	case 3:
		for i := 1; i < len(row); i++ {
			row[i] = add(row[i], above[i+1])
		}
	case 4:
		for i := 1; i < len(row); i++ {
			row[i] = add(row[i], above[i-1])
		}
	case 8:
		for i := 1; i < len(row); i++ {
			row[i] = add(row[i], mean(above[i-1], above[i]))
		}
	case 9:
		for i := 1; i < len(row); i++ {
			row[i] = add(row[i], mean(above[i], above[i+1]))
		}
	case 11:
		for i := 1; i < len(row); i++ {
			left = add(row[i], selected(left, above[i], above[i-1]))
			row[i] = left
		}
	case 12:
		for i := 1; i < len(row); i++ {
			left = add(row[i], gradient(left, above[i], above[i-1]))
			row[i] = left
		}
	case 13:
		for i := 1; i < len(row); i++ {
			left = add(row[i], halfGradient(mean(left, above[i]), above[i-1]))
			row[i] = left
		}
	default:
		predictMeans(row, above, mode)
	}
}

// predictMeans is predictRun for means that the left pixel takes part in.
func predictMeans(row, above []uint32, mode uint32) {
	left := row[0]
	for i := 1; i < len(row); i++ {
		var p uint32
		switch mode {
		case 5:
			p = mean(mean(left, above[i+1]), above[i])
		case 6:
			p = mean(left, above[i-1])
		case 7:
			p = mean(left, above[i])
		case 10:
			p = mean(mean(left, above[i-1]), mean(above[i], above[i+1]))
		default: // there are no modes 14 and 15
			p = 0xff000000
		}
		left = add(row[i], p)
		row[i] = left
	}
}

// add adds the four bytes of two pixels.
func add(a, b uint32) uint32 {
	return (a&0xff00ff00+b&0xff00ff00)&0xff00ff00 | (a&0xff00ff+b&0xff00ff)&0xff00ff
}

// mean returns that of the four bytes, rounded down.
func mean(a, b uint32) uint32 { return (a^b)&0xfefefefe>>1 + a&b }

// selected returns the pixel that left + top - corner is nearer to.
func selected(left, top, corner uint32) uint32 {
	toLeft, toTop := int32(0), int32(0)
	for shift := 0; shift < 32; shift += 8 {
		l, t, c := int32(left>>shift&0xff), int32(top>>shift&0xff), int32(corner>>shift&0xff)
		toLeft += max(t-c, c-t)
		toTop += max(l-c, c-l)
	}
	if toLeft < toTop {
		return left
	}
	return top
}

// gradient returns left + top - corner of each byte, limited to a byte.
func gradient(left, top, corner uint32) (p uint32) {
	for shift := 0; shift < 32; shift += 8 {
		v := int32(left>>shift&0xff) + int32(top>>shift&0xff) - int32(corner>>shift&0xff)
		p |= uint32(min(max(v, 0), 255)) << shift
	}
	return p
}

// halfGradient returns a and half of how far it is from the corner.
func halfGradient(a, corner uint32) (p uint32) {
	for shift := 0; shift < 32; shift += 8 {
		v := int32(a >> shift & 0xff)
		v += (v - int32(corner>>shift&0xff)) / 2
		p |= uint32(min(max(v, 0), 255)) << shift
	}
	return p
}
