package engine

import (
	"context"

	"golang.org/x/sync/semaphore"

	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

const (
	// decodingShare is one part in so many of the process's memory, which is for
	// large pictures that are being decoded.
	decodingShare = 4
	// loneShare is how many times as much a picture may take that is alone.
	loneShare = 2
	// freeDecoding is how many bytes each slot may use without asking: a picture of
	// a megapixel.
	freeDecoding = 16 << 20
)

// decoding is what cropping takes: a CPU slot, and for a large picture a part of
// the memory that is for all of them together.
type decoding struct {
	slots  chan struct{} // one a core: crops beyond would only wait and hold memory
	budget *semaphore.Weighted
	most   int64 // bytes of the budget
}

func newDecoding(cores int, memory int64) *decoding {
	return &decoding{slots: make(chan struct{}, cores), budget: semaphore.NewWeighted(memory), most: memory}
}

// decodingMemory returns the bytes of the budget in this process.
func decodingMemory() int64 { return max(freeDecoding, resources.MemoryLimit()/decodingShare) }

// acquire takes what it takes to cut the boxes out of a picture. Nobody waits for
// memory with a slot, so small pictures go on meanwhile; and whoever has memory
// waits for nothing but a slot, so all come to their turn. A picture that takes too
// much even alone is an error with a reason.
func (d *decoding) acquire(ctx context.Context, from *source, o crop.Options, boxes []*crop.Box) (release func(), err error) {
	if err := acquire(ctx, d.slots); err != nil {
		return nil, err
	}
	free := func() { <-d.slots }
	if from.open(o) != nil {
		return free, nil //nolint:nilerr // every task of the picture opens it again, and fails with this error
	}
	bytes := from.picture.Memory(boxes)
	if bytes <= freeDecoding {
		return free, nil
	}
	free()
	if most := loneShare * d.most; bytes > most {
		return nil, reason.Errorf(reason.TooManyPixels, "to decode the picture may take %d MB, more than the %d MB that this process has for one", bytes>>20, most>>20)
	}
	bytes = min(bytes, d.most)
	if err := d.budget.Acquire(ctx, bytes); err != nil {
		return nil, context.Cause(ctx)
	}
	if err := acquire(ctx, d.slots); err != nil {
		d.budget.Release(bytes)
		return nil, err
	}
	return func() {
		free()
		d.budget.Release(bytes)
	}, nil
}
