package table

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ExampleSelect() {
	s := Select([]int64{7, 8, 400})
	fmt.Println(s.Len(), slices.Collect(s.All()), len(s.Deltas), "bytes")
	// Output: 3 [7 8 400] 3 bytes
}

func TestSelect(t *testing.T) {
	tests := []struct {
		name    string
		numbers []int64
		want    Selection
	}{
		{"nothing", nil, Selection{}},
		{"one", []int64{5}, Selection{First: 5, Count: 1}},
		{"consecutive", []int64{5, 6, 7}, Selection{First: 5, Count: 3}},
		{"gaps", []int64{5, 7, 207}, Selection{First: 5, Count: 3, Deltas: []byte{2, 200, 1}}},
		{"unsorted", []int64{207, 5, 7}, Selection{First: 5, Count: 3, Deltas: []byte{2, 200, 1}}},
		{"twice", []int64{5, 5, 6}, Selection{First: 5, Count: 2}},
		{"far", []int64{0, math.MaxInt64}, Selection{Count: 2, Deltas: binary.AppendUvarint(nil, math.MaxInt64)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Select(test.numbers)); diff != "" {
				t.Error(diff)
			}
		})
	}
	unsorted := []int64{3, 1}
	Select(unsorted)
	if unsorted[0] != 3 {
		t.Error("Select changed the slice it was given")
	}
}

func TestRange(t *testing.T) {
	if got := slices.Collect(Range(4, 3).All()); !slices.Equal(got, []int64{4, 5, 6}) {
		t.Errorf("got %v", got)
	}
	for _, count := range []int64{0, -1} {
		if got := Range(4, count); got.Len() != 0 {
			t.Errorf("%d rows are %+v", count, got)
		}
	}
}

// numbersFrom makes ascending numbers of arbitrary bytes.
func numbersFrom(data []byte) []int64 {
	var out []int64
	n := int64(0)
	for i, b := range data {
		if i > 0 {
			n += 1 + int64(b&0x7f)<<(b>>7*uint8(i%40))
		}
		if n < 0 || n > 1<<60 {
			break
		}
		out = append(out, n)
	}
	return out
}

func FuzzSelect(f *testing.F) {
	f.Add([]byte{}, int64(0))
	f.Add([]byte{0, 0, 0, 0}, int64(2))
	f.Add([]byte{9, 1, 0xff, 0x80, 0x85, 3}, int64(400))
	f.Fuzz(func(t *testing.T, data []byte, to int64) {
		numbers := numbersFrom(data)
		s := Select(numbers)
		if got := slices.Collect(s.All()); !slices.Equal(got, numbers) || s.Len() != int64(len(numbers)) {
			t.Fatalf("got %v, want %v", got, numbers)
		}
		if len(numbers) > 0 {
			if err := s.Check(numbers[len(numbers)-1] + 1); err != nil {
				t.Fatal(err)
			}
			if s.Check(numbers[len(numbers)-1]) == nil {
				t.Fatal("a row beyond the end was accepted")
			}
		}
		at := s.Cursor()
		at.SkipTo(to)
		i, _ := slices.BinarySearch(numbers, to)
		if at.OK != (i < len(numbers)) || at.OK && (at.N != numbers[i] || at.Left != int64(len(numbers)-i)) {
			t.Fatalf("seek(%d) in %v stands at %+v", to, numbers, at)
		}
	})
}

// FuzzSelectionDecode walks selections of bytes from outside.
func FuzzSelectionDecode(f *testing.F) {
	f.Add(int64(3), int64(3), []byte{1, 200, 1})
	f.Add(int64(3), int64(1)<<62, []byte{0})
	f.Add(int64(math.MaxInt64), int64(3), []byte{1, 1})
	f.Fuzz(func(t *testing.T, first, count int64, deltas []byte) {
		if len(deltas) == 0 {
			return // a range of any length is sound
		}
		s := Selection{First: first, Count: count, Deltas: deltas}
		last, n := int64(math.MinInt64), int64(0)
		for row := range s.All() {
			if row <= last {
				t.Fatalf("row %d comes after row %d", row, last)
			}
			last, n = row, n+1
		}
		if err := s.Check(math.MaxInt64); err == nil && n != max(count, 0) {
			t.Fatalf("%d rows of %d were found sound", n, count)
		}
	})
}

// A builder takes no more room than the selection it makes: about a byte a row,
// and none for rows without gaps.
func TestSelectionBuilderRoom(t *testing.T) {
	const rows = 1_300_000
	for name, c := range map[string]struct {
		matches func(int64) bool
		room    int
	}{
		"all":         {func(int64) bool { return true }, 0},
		"a tenth":     {func(n int64) bool { return n*2654435761%1000 < 100 }, rows / 10},
		"nine tenths": {func(n int64) bool { return n*2654435761%1000 < 900 }, rows * 9 / 10},
	} {
		var b SelectionBuilder
		for n := range int64(rows) {
			if c.matches(n) {
				b.Add(n)
			}
		}
		if got := b.Selection(); len(got.Deltas) > c.room || cap(got.Deltas) > 2*c.room+64 || got.Check(rows) != nil {
			t.Errorf("%s: %d rows take %d of %d bytes", name, got.Len(), len(got.Deltas), cap(got.Deltas))
		}
	}
}
