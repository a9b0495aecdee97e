// Package percent splits a whole into shares that still add up once they are
// rounded. It is pure and imports the standard library only.
package percent

import (
	"cmp"
	"fmt"
	"slices"
)

// Whole is 100% in tenths of a percent.
const Whole = 1000

// Split shares out whole over the parts, in proportion to them: what rounding
// down leaves goes to those that lost most by it. Two parts get the same whichever
// comes first.
func Split(whole int64, parts ...int64) []int64 {
	var sum int64
	for _, part := range parts {
		sum += part
	}
	shares := make([]int64, len(parts))
	if sum == 0 {
		return shares
	}
	left := whole
	lost := make([]float64, len(parts))
	byLoss := make([]int, len(parts))
	for i, part := range parts {
		exact := float64(part) / float64(sum) * float64(whole)
		shares[i] = int64(exact + 1e-9) // a whole number that division made a little less
		lost[i] = max(0, exact-float64(shares[i]))
		left -= shares[i]
		byLoss[i] = i
	}
	slices.SortStableFunc(byLoss, func(a, b int) int {
		if d := lost[b] - lost[a]; d > 1e-9 || d < -1e-9 {
			return cmp.Compare(lost[b], lost[a])
		}
		return cmp.Compare(parts[b], parts[a])
	})
	for _, i := range byLoss[:min(max(left, 0), int64(len(byLoss)))] {
		shares[i]++
	}
	return shares
}

// Of is part's share of whole, in tenths of a percent. It and the share of what
// is left of whole add up to 100%.
func Of(part, whole int64) int64 { return Split(Whole, part, whole-part)[0] }

// Text writes tenths of a percent.
func Text(tenths int64) string { return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10) }
