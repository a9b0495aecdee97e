package jpegcrop

import (
	"math/rand/v2"
	"testing"
)

// TestAverage holds rows of every length to the mean, of which a half is rounded down in
// even columns and up in odd ones.
func TestAverage(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	for n := range 50 {
		var rows [4][]byte
		for i := range rows {
			rows[i] = make([]byte, n+dice.IntN(3))
			for x := range rows[i] {
				rows[i][x] = byte(255 - dice.IntN(256)*dice.IntN(2))
			}
		}
		got := make([]byte, n)
		average(got, rows[0], rows[1], rows[2], rows[3])
		for x, v := range got {
			if want := (int(rows[0][x]) + int(rows[1][x]) + int(rows[2][x]) + int(rows[3][x]) + 1 + x%2) / 4; int(v) != want {
				t.Fatalf("sample %d of %d is %d, want %d", x, n, v, want)
			}
		}
	}
}
