package resample

// Grid places the samples of one axis of a plane over a crop's pixels.
type Grid struct {
	Step  int // pixels a sample
	Phase int // pixels from the first sample's edge to the crop's
	Count int // samples
}

// Filter makes the samples of one axis: each from a window of the source's.
type Filter struct {
	source  int     // samples that there are
	count   int     // samples that are made
	taps    int     // samples of a window; even
	starts  []int   // of each window; beyond the source its weights are 0
	weights []int64 // taps of them for each window; their sum is 1<<weightBits
}

const weightBits = 14

// NewFilter makes a filter that scales a crop of from pixels to one of to
// pixels. The source's samples lie as src says; the result has one sample for
// each step pixels, the last of which may lie beyond the end. All numbers must
// be positive, but src.Phase, which may be 0, and below 1<<20.
func NewFilter(from int, src Grid, to, step int) *Filter {
	f := &Filter{source: src.Count, count: (to + step - 1) / step}
	// Distances below are in units of 1/(2*to) pixel, so that all are integers:
	// a sample of the source has 2*to*src.Step of them, one of the result
	// 2*from*step.
	source, result := int64(2*to*src.Step), int64(2*from*step)
	reach := 2 * max(source, result) // of the kernel, which ends at 2
	f.taps = int(min((2*reach+source-1)/source, int64(src.Count)))
	f.taps += f.taps & 1
	f.starts = make([]int, f.count)
	f.weights = make([]int64, f.count*f.taps)
	for i := range f.count {
		centre := result*int64(i) + result/2 + int64(2*to*src.Phase)
		start := min(firstBeyond(centre-reach, source), max(src.Count-f.taps, 0))
		f.starts[i] = start
		w := f.weights[i*f.taps:][:f.taps]
		for j := range min(f.taps, src.Count) {
			at := source*int64(start+j) + source/2 - centre
			w[j] = kernel((at << kernelBits) / (reach / 2))
		}
		normalize(w)
	}
	return f
}

// firstBeyond returns the number of the first sample whose centre lies beyond a
// place.
func firstBeyond(at, size int64) int {
	if at < size/2 {
		return 0
	}
	return int((at-size/2)/size) + 1
}

const kernelBits = 20

// kernel is Catmull and Rom's, in fixed point.
func kernel(x int64) int64 {
	const one = 1 << kernelBits
	x = max(x, -x)
	x2 := x * x >> kernelBits
	x3 := x2 * x >> kernelBits
	switch {
	case x < one:
		return (3*x3-5*x2)/2 + one
	case x < 2*one:
		return (-x3+5*x2)/2 - 4*x + 2*one
	}
	return 0
}

// normalize scales weights to their fixed point. What rounding leaves goes to
// the largest, so that a plain area keeps its value.
func normalize(w []int64) {
	sum, largest := int64(0), 0
	for j, v := range w {
		sum += v
		if v > w[largest] {
			largest = j
		}
	}
	left := int64(1 << weightBits)
	for j, v := range w {
		w[j] = (2*v<<weightBits + sum) / (2 * sum)
		left -= w[j]
	}
	w[largest] += left
}
