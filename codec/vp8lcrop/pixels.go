package vp8lcrop

// samples is pixels as they are coded, alpha in the highest byte, then red, green and
// blue; and the regions that have codes of their own.
type samples struct {
	width, rows int
	total       int      // pixels of the whole picture, of which rows are wanted
	bits        uint     // of a region's side; 0 where there is but one
	regions     []uint32 // the group of each region
	across      int
	groups      []group
	cache       []uint32
	cacheShift  uint
}

// readPixels reads an entropy-coded picture of which rows of height are wanted. The
// main picture may have regions.
func (d *decoder) readPixels(width, height, rows int, isMain bool) ([]uint32, error) {
	s := samples{width: width, rows: rows, total: width * height}
	cacheBits := uint(0)
	if d.in.read(1) == 1 {
		if cacheBits = uint(d.in.read(4)); cacheBits < 1 || cacheBits > 11 {
			return nil, FormatError("a cache of a wrong size")
		}
		s.cache, s.cacheShift = make([]uint32, 1<<cacheBits), 32-cacheBits
	}
	count := 1
	if isMain && d.in.read(1) == 1 {
		var err error
		if count, err = d.readRegions(&s, height); err != nil {
			return nil, err
		}
	}
	for range count {
		g, err := d.readGroup(cacheBits)
		if err != nil {
			return nil, err
		}
		s.groups = append(s.groups, g)
	}
	return d.decodePixels(&s)
}

// readRegions reads which group of codes each region has, and returns how many
// groups there are.
func (d *decoder) readRegions(s *samples, height int) (count int, err error) {
	s.bits = 2 + uint(d.in.read(3))
	s.across = subsampled(s.width, s.bits)
	down := subsampled(height, s.bits)
	if s.regions, err = d.readPixels(s.across, down, down, false); err != nil {
		return 0, err
	}
	for i, v := range s.regions {
		s.regions[i] = v >> 8 & 0xffff
		count = max(count, int(s.regions[i])+1)
	}
	return count, nil
}

func subsampled(n int, bits uint) int { return (n + 1<<bits - 1) >> bits }

// decodePixels reads literals, copies and colours of the cache.
func (d *decoder) decodePixels(s *samples) ([]uint32, error) {
	pix := make([]uint32, s.width*s.rows)
	cached := 0 // up to where pixels are in the cache
	g := &s.groups[0]
	for i, x, y := 0, 0, 0; i < len(pix); {
		if s.regions != nil && (x&(1<<s.bits-1) == 0 || g == nil) {
			g = &s.groups[s.regions[y>>s.bits*s.across+x>>s.bits]]
		}
		symbol := g.green.next(&d.in)
		switch {
		case symbol < literals:
			pix[i] = d.literal(g, symbol)
			i, x = i+1, x+1
		case symbol < literals+copyLengths:
			n, err := d.copyPixels(pix, i, s, symbol-literals, g)
			if err != nil {
				return nil, err
			}
			i, x = i+n, x+n
			if s.regions != nil {
				g = nil
			}
		default:
			cached = s.remember(pix, cached, i)
			at := symbol - literals - copyLengths
			if at >= uint32(len(s.cache)) {
				return nil, FormatError("a colour beyond the cache")
			}
			pix[i] = s.cache[at]
			i, x = i+1, x+1
		}
		if x >= s.width {
			y, x = y+x/s.width, x%s.width
			if d.in.ended() {
				return nil, errShort
			}
		}
	}
	if d.in.ended() {
		return nil, errShort
	}
	return pix, nil
}

// literal reads the rest of a pixel of which green is known.
func (d *decoder) literal(g *group, green uint32) uint32 {
	if g.hasConstant {
		return g.constant | green<<8
	}
	red := g.red.next(&d.in)
	blue := g.blue.next(&d.in)
	alpha := g.alpha.next(&d.in)
	return alpha<<24 | red<<16 | green<<8 | blue
}

// remember puts the pixels from one place up to another into the cache, which is not
// needed before it is asked.
func (s *samples) remember(pix []uint32, from, to int) int {
	if s.cache == nil {
		return to
	}
	for _, v := range pix[from:to] {
		s.cache[v*0x1e35a7bd>>s.cacheShift] = v
	}
	return to
}

// copyPixels copies pixels from before the place i, as far as they are wanted.
func (d *decoder) copyPixels(pix []uint32, i int, s *samples, lengthCode uint32, g *group) (n int, err error) {
	length := d.readNumber(lengthCode)
	distance := planeDistance(d.readNumber(g.distance.next(&d.in)), s.width)
	if distance > i || length > s.total-i {
		return 0, FormatError("a copy that passes the picture")
	}
	n = min(length, len(pix)-i)
	for to, from := pix[i:i+n], pix[i-distance:]; len(to) > 0; {
		k := copy(to, from[:min(distance, len(to))])
		to, from = to[k:], from[k:]
	}
	return n, nil
}

// readNumber reads a number of which the prefix is known.
func (d *decoder) readNumber(prefix uint32) int {
	if prefix < 4 {
		return int(prefix) + 1
	}
	extra := uint(prefix-2) >> 1
	return int((2+prefix&1)<<extra+d.in.read(extra)) + 1
}

// planeDistance returns how many pixels back a distance is: the first 120 are
// places around the pixel.
func planeDistance(n, width int) int {
	if n > len(nearby) {
		return n - len(nearby)
	}
	at := nearby[n-1]
	return max(int(at[0])+int(at[1])*width, 1)
}

// nearby are the offsets to the left and up, nearest first.
var nearby = [120][2]int8{
	{0, 1}, {1, 0}, {1, 1}, {-1, 1}, {0, 2}, {2, 0}, {1, 2}, {-1, 2}, {2, 1}, {-2, 1}, {2, 2}, {-2, 2},
	{0, 3}, {3, 0}, {1, 3}, {-1, 3}, {3, 1}, {-3, 1}, {2, 3}, {-2, 3}, {3, 2}, {-3, 2}, {0, 4}, {4, 0},
	{1, 4}, {-1, 4}, {4, 1}, {-4, 1}, {3, 3}, {-3, 3}, {2, 4}, {-2, 4}, {4, 2}, {-4, 2}, {0, 5}, {3, 4},
	{-3, 4}, {4, 3}, {-4, 3}, {5, 0}, {1, 5}, {-1, 5}, {5, 1}, {-5, 1}, {2, 5}, {-2, 5}, {5, 2}, {-5, 2},
	{4, 4}, {-4, 4}, {3, 5}, {-3, 5}, {5, 3}, {-5, 3}, {0, 6}, {6, 0}, {1, 6}, {-1, 6}, {6, 1}, {-6, 1},
	{2, 6}, {-2, 6}, {6, 2}, {-6, 2}, {4, 5}, {-4, 5}, {5, 4}, {-5, 4}, {3, 6}, {-3, 6}, {6, 3}, {-6, 3},
	{0, 7}, {7, 0}, {1, 7}, {-1, 7}, {5, 5}, {-5, 5}, {7, 1}, {-7, 1}, {4, 6}, {-4, 6}, {6, 4}, {-6, 4},
	{2, 7}, {-2, 7}, {7, 2}, {-7, 2}, {3, 7}, {-3, 7}, {7, 3}, {-7, 3}, {5, 6}, {-5, 6}, {6, 5}, {-6, 5},
	{8, 0}, {4, 7}, {-4, 7}, {7, 4}, {-7, 4}, {8, 1}, {8, 2}, {6, 6}, {-6, 6}, {8, 3}, {5, 7}, {-5, 7},
	{7, 5}, {-7, 5}, {8, 4}, {6, 7}, {-6, 7}, {7, 6}, {-7, 6}, {8, 5}, {7, 7}, {-7, 7}, {8, 6}, {8, 7},
}
