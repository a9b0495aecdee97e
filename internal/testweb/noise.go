package testweb

// hash mixes numbers into 64 evenly distributed bits, with the finaliser of
// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
// Generators, 2014) after each.
func hash(numbers ...uint64) uint64 {
	h := uint64(0)
	for _, n := range numbers {
		h = mix(h ^ n)
	}
	return h
}

func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// dice draws one number after the other.
type dice struct{ state uint64 }

// between returns a number in [low, high).
func (d *dice) between(low, high float32) float32 {
	d.state = mix(d.state)
	return low + (high-low)*float32(d.state>>40)/(1<<24)
}

// pick returns a number in [0, n).
func (d *dice) pick(n int) int {
	d.state = mix(d.state)
	return int(d.state>>33) % n
}

// octave is value noise of one scale: random numbers at the points of a lattice,
// smoothly interpolated. Rows are asked for from top to bottom, so only the
// two lattice rows around the current one are kept, already stretched to
// the picture's width: a pixel costs one interpolation.
type octave struct {
	seed         uint64
	cell         int
	amplitude    float32
	ease         []float32 // the weight of the further lattice point, by distance
	lattice      int       // the row of the lattice that is in upper
	upper, lower []float32
}

func newOctave(seed uint64, cell int, amplitude float32, width int) *octave {
	o := &octave{seed: seed, cell: cell, amplitude: amplitude, ease: make([]float32, cell), lattice: -2}
	for i := range o.ease {
		t := float32(i) / float32(cell)
		o.ease[i] = t * t * (3 - 2*t)
	}
	o.upper, o.lower = make([]float32, width), make([]float32, width)
	return o
}

// addRow adds row y to dst, in plus or minus amplitude.
func (o *octave) addRow(y int, dst []float32) {
	if lattice := y / o.cell; lattice != o.lattice {
		o.upper, o.lower = o.lower, o.upper
		if lattice != o.lattice+1 {
			o.stretch(lattice, o.upper)
		}
		o.stretch(lattice+1, o.lower)
		o.lattice = lattice
	}
	t := o.ease[y%o.cell]
	upper, lower := o.upper[:len(dst)], o.lower[:len(dst)]
	for x := range dst {
		dst[x] += upper[x] + t*(lower[x]-upper[x])
	}
}

// stretch fills dst with a row of the lattice.
func (o *octave) stretch(lattice int, dst []float32) {
	row := hash(o.seed, uint64(lattice))
	next := o.value(row, 0)
	for x := 0; x < len(dst); x += o.cell {
		value := next
		next = o.value(row, x/o.cell+1)
		for i, t := range o.ease[:min(o.cell, len(dst)-x)] {
			dst[x+i] = value + t*(next-value)
		}
	}
}

func (o *octave) value(row uint64, x int) float32 {
	return o.amplitude * float32(int32(mix(row+uint64(x))>>32)) / (1 << 31)
}

// octaves is a sum of scales.
type octaves []*octave

// row replaces dst by row y.
func (all octaves) row(y int, dst []float32) {
	clear(dst)
	for _, o := range all {
		o.addRow(y, dst)
	}
}
