package boxes

import (
	"fmt"
	"math"
)

// spanNumbers are start, end, a box's four numbers, and a score: the elements of
// GRIT's noun_chunks and ref_exps (https://huggingface.co/datasets/zzliang/GRIT).
const spanNumbers = 7

// span returns the part of the row's text from start up to but not including
// end, in characters as Python counts them: code points.
func (r Reader) span(start, end float64, also []any) (string, error) {
	text, ok := r.value(also, r.o.Spans).(string)
	if !ok {
		return "", fmt.Errorf("the row has no text in %q for its span", r.o.Spans)
	}
	characters := []rune(text)
	length := float64(len(characters))
	if start != math.Trunc(start) || end != math.Trunc(end) || !(0 <= start && start < end && end <= length) {
		return "", fmt.Errorf("%v to %v is no span of the %d characters in %q", start, end, len(characters), r.o.Spans)
	}
	return string(characters[int(start):int(end)]), nil
}
