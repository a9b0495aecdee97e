package vp8crop

import (
	"image"
	"math/rand/v2"
	"testing"
)

// FuzzDecode holds arbitrary bytes to x/image.
func FuzzDecode(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data, uint16(3), uint16(5), uint16(20), uint16(30))
		f.Add(data, uint16(0), uint16(0), uint16(65535), uint16(65535))
	}
	for seed := range uint64(20) {
		dice := rand.New(rand.NewPCG(seed, 2))
		f.Add(randomFrame(dice, 1+dice.IntN(40), 1+dice.IntN(70)), uint16(1), uint16(1), uint16(9), uint16(9))
	}
	f.Fuzz(func(t *testing.T, data []byte, x, y, w, h uint16) {
		size, err := Size(data)
		if err != nil || size.X == 0 || size.Y == 0 || size.X*size.Y > 1<<16 {
			return
		}
		whole := image.Rectangle{Max: size}
		corner := image.Pt(int(x)%size.X, int(y)%size.Y)
		r := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(int(w)+1, int(h)+1))}.Intersect(whole)
		want, wantErr := oracle(data)
		hold(t, data, r, want, wantErr)
		hold(t, data, whole, want, wantErr)
	})
}
