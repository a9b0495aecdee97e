package engine

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"testing"
	"testing/synctest"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func jpegOf(t *testing.T, width, height int) *source {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return &source{body: b.Bytes(), boxes: 1}
}

// Large pictures wait for memory, without a slot, so that small ones pass them; one
// that takes too much even alone fails.
func TestDecodingMemory(t *testing.T) {
	o, whole := crop.Defaults(), []*crop.Box{nil}
	large, small := jpegOf(t, 3000, 2000), jpegOf(t, 100, 100)
	if err := errors.Join(large.open(o), small.open(o)); err != nil {
		t.Fatal(err)
	}
	need := large.picture.Memory(whole)
	if need <= freeDecoding || small.picture.Memory(whole) > freeDecoding {
		t.Fatalf("the pictures take %d and %d bytes", need, small.picture.Memory(whole))
	}
	synctest.Test(t, func(t *testing.T) {
		d := newDecoding(2, need*3/2)
		mustAcquire := func(from *source) (release func()) {
			release, err := d.acquire(t.Context(), from, o, whole)
			if err != nil {
				t.Fatal(err)
			}
			return release
		}
		first := mustAcquire(large)
		var second func()
		go func() { second = mustAcquire(large) }()
		synctest.Wait()
		if second != nil {
			t.Error("two large pictures are decoded at once")
		}
		mustAcquire(small)()
		first()
		synctest.Wait()
		if second == nil {
			t.Fatal("the second did not come to its turn")
		}
		gone := errors.New("the job was stopped")
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(gone)
		if _, err := d.acquire(ctx, large, o, whole); !errors.Is(err, gone) {
			t.Errorf("after the end of the job: %v", err)
		}
		second()
		for range cap(d.slots) { // nothing is lost
			mustAcquire(small)
		}
	})
	_, err := newDecoding(2, need/loneShare-1).acquire(t.Context(), large, o, whole)
	if failure, ok := reason.Of(err); !ok || failure.Reason != reason.TooManyPixels {
		t.Errorf("a picture that takes more than all memory: %v", err)
	}
}

// A picture that takes too much fails its row, and no other.
func TestTooLargeToDecode(t *testing.T) {
	server := startWeb(t, 1)
	table := make([]listed, 3)
	for i := range table {
		picture := testweb.Picture{ID: uint64(i), Width: 80 + 1920*(i%2), Height: 1000}
		table[i] = listed{URL: server.URL(0, picture), Box: "[0, 0, 2000, 1000]"}
	}
	b := newTable(t, table, len(table), func(*Options) {})
	b.worker.decoding = newDecoding(1, 1<<20)
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sum := b.sum(); sum.Written != 2 || sum.Reasons["too_many_pixels"] != 1 {
		t.Errorf("%+v", sum)
	}
}
