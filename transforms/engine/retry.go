package engine

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/reason"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// previousAttempt is what an earlier run left of a shard that is to be written again. What
// is known of its data file:
//
//   - intact, as it is in every complete shard: it is to be what the sidecar says.
//   - damaged: it is not.
//   - nothing: a run was killed that wrote the files again, and each of them is the
//     old one or the new, or the sidecar is lost. What can be read back is taken.
type previousAttempt struct {
	side      shards.Sidecar // that stands, or the last that did; without a fingerprint it is lost
	complete  bool           // side stands, and so do the files, in their sizes
	intact    bool           // side stands, and so does the data file, in its size
	damaged   bool           // side stands, and the data file is there in another size
	untouched bool           // complete, and nobody has written to the files since
}

// hasRowsToRetry says whether a complete shard has rows that are to be run again. What
// this run has completed itself it leaves at that: a runner may hand a shard out
// twice, and the rows that failed again would be asked for again.
func (w *Worker) hasRowsToRetry(side shards.Sidecar) bool {
	if side.Run == w.opts.Job {
		return false
	}
	for _, why := range w.opts.Retry {
		if side.Report.Reasons[string(why)] > 0 {
			return true
		}
	}
	return false
}

// shouldRetry says whether a row that failed for why is to be run again.
func (w *Worker) shouldRetry(why string) bool {
	return slices.Contains(w.opts.Retry, reason.Reason(why))
}

// previousAttempt returns what there is to go on from, nil if there is nothing. It looks
// twice, since another attempt may complete the shard after the look for its sidecar and
// before the one for the copy, or for the data file, which then has another size.
func (w *Worker) previousAttempt(ctx context.Context, s workplan.Shard) (*previousAttempt, error) {
	for look := range 2 {
		side, found, err := w.shardState(ctx, s)
		switch {
		case err != nil:
			return nil, err
		case found.crops:
			return &previousAttempt{side: side, complete: found.all, intact: true, untouched: found.untouched}, nil
		case found.cut && look == 0:
			continue
		case found.cut:
			return &previousAttempt{side: side, damaged: true}, nil
		}
		kept, err := w.sidecarBackup(ctx, s)
		if err != nil || kept != nil {
			return kept, err
		}
	}
	return w.unmarked(ctx, s)
}

// unmarked returns what there is of a shard that has a data file and no sidecar: it
// was lost, or a run was killed before it wrote it. In a folder that had another
// job's files the data file may be that one's.
func (w *Worker) unmarked(ctx context.Context, s workplan.Shard) (*previousAttempt, error) {
	name := shards.DataName(s.Number, s.Of, shards.FilesOf(w.opts.Format)[0])
	version, err := w.files.Version(ctx, files.Join(w.opts.Output, name))
	if err != nil || version == "" {
		return nil, err
	}
	manifest, _, err := shards.OwnManifest(ctx, w.files, w.opts.Output, w.opts.owner())
	if err != nil {
		return nil, joberror.Failedf("%w", err)
	}
	if len(manifest.Replaces) > 0 {
		return nil, nil
	}
	return &previousAttempt{side: shards.Sidecar{Data: shards.FileEntry{Name: name}}}, nil
}

// sidecarBackup returns what keepSidecar wrote, nil if there is nothing of use.
func (w *Worker) sidecarBackup(ctx context.Context, s workplan.Shard) (*previousAttempt, error) {
	data, err := w.files.ReadFile(ctx, w.earlierURI(s))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	side, err := shards.DecodeSidecar(data)
	if err != nil || side.Shard != s.Number || side.Shards != s.Of || side.Fingerprint != w.opts.Fingerprint {
		return nil, nil //nolint:nilerr // it tells of nothing that is of use
	}
	return &previousAttempt{side: side}, nil
}

// earlierURI is where a shard's former sidecar stands while its files are written
// again.
func (w *Worker) earlierURI(s workplan.Shard) string {
	return files.Join(w.opts.Output, shards.EarlierName(s.Number, s.Of))
}

// backUpSidecar keeps the sidecar where it is found if this process is killed, or
// the shard cannot be written.
func (o *openShard) backUpSidecar(ctx context.Context) error {
	if o.previous == nil || !o.previous.complete {
		return nil
	}
	data, err := o.previous.side.Encode()
	if err != nil {
		return err
	}
	return o.bundle.worker.files.WriteFile(ctx, o.bundle.worker.earlierURI(o.shard), data)
}

// dropSidecarBackup removes what keepSidecar wrote, now or in a run that was killed.
func (o *openShard) dropSidecarBackup(ctx context.Context) error {
	if o.previous == nil {
		return nil
	}
	return o.bundle.worker.files.Remove(ctx, o.bundle.worker.earlierURI(o.shard))
}
