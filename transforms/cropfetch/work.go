package cropfetch

import (
	"context"
	"sync"

	"github.com/beamcrop/beamcrop/transforms/engine"
)

// work is one bundle's, over the Worker that it keeps for so long.
type work struct {
	bundle *engine.RowBundle
	end    func() error // once; then nil
}

func startWork(ctx context.Context, o Options) (*work, error) {
	worker, err := workers.acquire(o)
	if err != nil {
		return nil, err
	}
	bundle := worker.NewRowBundle(ctx)
	var once sync.Once
	return &work{bundle: bundle, end: func() (err error) {
		once.Do(func() {
			err = bundle.Close()
			workers.release(o)
		})
		return err
	}}, nil
}

// abandon ends the work of a bundle that nobody will end. Its errors have nobody
// to go to.
func (w *work) abandon() { go func() { _ = w.end() }() }
