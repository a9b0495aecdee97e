package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/leases"
	"github.com/beamcrop/beamcrop/io/originals"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// writers is how many finished shards are written at once: enough to hide an
// object store's latency behind the next shard's encoding.
const writers = 4

// Worker is what all bundles of one job share in one process: connections and
// hosts' limits, open inputs, CPU slots, and the room for rows and crops.
type Worker struct {
	opts      Options
	ctx       context.Context // ends with Stop; bundles' contexts end with it too
	stop      context.CancelCauseFunc
	files     *files.Files
	inputs    *inputs
	carried   *carried // nil: rows have links
	boxes     boxes.Reader
	fetcher   *fetch.Fetcher
	budget    *budget
	spool     *spool
	shelf     shelf
	decoding  *decoding
	writing   chan struct{}
	track     *progress.Tracker
	originals *originals.Store // nil: there is none
	leases    *leases.Leases   // on shards; nil unless the run is part of a job array
	hashAt    int              // of Options.VerifyHash in a row's Also; -1 without one
}

// NewWorker makes a Worker. Close it when its bundles are done.
func NewWorker(opts Options) (*Worker, error) {
	hashAt, err := opts.hashAt()
	if err != nil {
		return nil, err
	}
	reader, err := boxes.New(opts.Boxes)
	if err != nil {
		return nil, fmt.Errorf("reading boxes: %w", err)
	}
	fetcher, err := fetch.New(opts.Fetch)
	if err != nil {
		return nil, fmt.Errorf("making the fetcher: %w", err)
	}
	store := files.New()
	ctx, stop := context.WithCancelCause(context.Background())
	w := &Worker{
		opts:     opts,
		ctx:      ctx,
		stop:     stop,
		files:    store,
		inputs:   newInputs(ctx, store, opts.Columns),
		boxes:    reader,
		fetcher:  fetcher,
		budget:   newBudget(int64(opts.LookAhead), opts.Buffer),
		spool:    newSpool(opts.SpoolDir),
		decoding: newDecoding(runtime.GOMAXPROCS(0), decodingMemory()),
		writing:  make(chan struct{}, writers),
		track:    progress.Of(opts.Job),
		hashAt:   hashAt,
	}
	if w.originals, err = openOriginals(ctx, store, opts); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	if opts.carried() {
		w.carried = newCarried(ctx, store, opts)
	}
	if opts.Array != "" {
		w.leases = leases.New(store, opts.Output, opts.Job)
	}
	w.track.Watch(w.fetching)
	return w, nil
}

// fetching says what is in flight, and which hosts the worker waits for if those are
// all it waits for.
func (w *Worker) fetching() progress.Fetching {
	s := w.fetcher.Stats()
	f := progress.Fetching{
		InFlight: s.InFlight, Limit: s.Limit, Outage: s.Outage,
		Silent: progress.Silent{Hosts: s.SilentHosts, Rows: s.SilentRows, Most: s.SilentFor},
	}
	if q := s.Slowest; s.Held > 0 && s.SilentRows == 0 {
		f.Waiting = progress.Waiting{
			Host: q.Host, Rows: q.Rows, Takes: q.Takes, Window: q.Window, Rate: q.Rate, Refuses: q.Refuses, Others: s.Queues - 1,
		}
	}
	return f
}

// ErrStopped is why the bundles of a stopped worker fail.
var ErrStopped = errors.New("the job was stopped")

// Stop makes every bundle fail soon, now and later.
func (w *Worker) Stop() { w.stop(ErrStopped) }

// Close ends what the worker started. Every bundle must have been closed.
func (w *Worker) Close() error {
	w.Stop()
	w.track.Watch(nil)
	w.fetcher.Close()
	var carried error
	if w.carried != nil {
		carried = w.carried.tables.close()
	}
	w.shelf.running.Wait()
	return errors.Join(carried, w.closeStore(), w.inputs.close(), w.spool.close(), w.files.Close())
}

// acquire takes a slot, unless ctx ends first.
func acquire(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func release(slots chan struct{}) { <-slots }
