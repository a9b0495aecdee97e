package resample

// ScaleAsPillow is Scale in Pillow's order: rows first, where what overshoots black and
// white is cut off before columns are scaled. That shows next to hard edges. Columns
// come first where they shrink and rows grow; Pillow does so in some cases more.
func ScaleAsPillow(dst, src Plane, across, down *Filter) {
	if across.count > across.source && down.count < down.source {
		scale(dst, src, across, down, true)
		return
	}
	turned := Plane{Pix: make([]byte, across.source*down.source), Stride: down.source}
	transpose(turned, src, across.source, down.source)
	out := Plane{Pix: make([]byte, across.count*down.count), Stride: down.count}
	scale(out, turned, down, across, true)
	transpose(dst, out, down.count, across.count)
}

// transpose exchanges rows and columns of a plane of that size.
func transpose(dst, src Plane, width, height int) {
	for y := range height {
		for x, v := range src.Pix[y*src.Stride:][:width] {
			dst.Pix[x*dst.Stride+y] = v
		}
	}
}
