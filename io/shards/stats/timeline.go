package stats

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// MaxSlots bounds a Timeline's resolution.
const MaxSlots = 96

// Timeline counts when rows were finished, in slots of equal length: of one
// second for the first minute and a half, then of 2, 4, 8 and so on seconds, as
// many as make MaxSlots reach. The zero value is empty.
type Timeline struct {
	Start   int64   `json:"start"` // of the first slot, in Unix seconds: a multiple of Step
	Step    int64   `json:"step"`  // seconds a slot, a power of two
	Written []int64 `json:"written"`
	Failed  []int64 `json:"failed"` // as many as Written
}

// Add counts one row.
func (t *Timeline) Add(at time.Time, failed bool) {
	second := at.Unix()
	i := int64(-1)
	if t.Step > 0 {
		i = floor(second-t.Start, t.Step) / t.Step
	}
	if i < 0 || i >= int64(len(t.Written)) {
		t.Merge(Timeline{Start: second, Step: 1, Written: []int64{0}, Failed: []int64{0}})
		i = (second - t.Start) / t.Step
	}
	if failed {
		t.Failed[i]++
	} else {
		t.Written[i]++
	}
}

// Merge adds o's counts. It shares no memory with o.
func (t *Timeline) Merge(o Timeline) {
	if o.Step == 0 {
		return
	}
	sum := Timeline{Step: max(t.Step, o.Step)}
	start, end := o.Start, o.End()
	if t.Step > 0 {
		start, end = min(start, t.Start), max(end, t.End())
	}
	for ; ; sum.Step *= 2 {
		sum.Start = floor(start, sum.Step)
		slots := (end - sum.Start + sum.Step - 1) / sum.Step
		if slots <= MaxSlots {
			sum.Written, sum.Failed = make([]int64, slots), make([]int64, slots)
			break
		}
	}
	sum.fold(*t)
	sum.fold(o)
	*t = sum
}

// End is when the last slot ends, in Unix seconds.
func (t Timeline) End() int64 { return t.Start + t.Step*int64(len(t.Written)) }

// fold adds o, which lies within t and has slots no longer than t's.
func (t *Timeline) fold(o Timeline) {
	for i := range o.Written {
		to := (o.Start + int64(i)*o.Step - t.Start) / t.Step
		t.Written[to] += o.Written[i]
		t.Failed[to] += o.Failed[i]
	}
}

// Validate tells a timeline from what somebody made up.
func (t Timeline) Validate() error {
	const longest = 1 << 40
	switch n := len(t.Written); {
	case n != len(t.Failed) || n > MaxSlots || (n == 0) != (t.Step == 0):
		return fmt.Errorf("timeline: %d and %d slots of %d s", n, len(t.Failed), t.Step)
	case n == 0:
		return nil
	case t.Step < 1 || t.Step > longest || t.Step&(t.Step-1) != 0 || t.Start < -longest || t.Start > longest || t.Start%t.Step != 0:
		return fmt.Errorf("timeline: slots of %d s from %d on", t.Step, t.Start)
	case min(slices.Min(t.Written), slices.Min(t.Failed)) < 0:
		return errors.New("timeline: a negative count")
	}
	return nil
}

// floor rounds down to a multiple of step.
func floor(v, step int64) int64 {
	rest := v % step
	if rest < 0 {
		rest += step
	}
	return v - rest
}
