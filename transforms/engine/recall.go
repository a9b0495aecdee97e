package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch/link"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// errDamaged is of files that are not what an earlier run wrote.
var errDamaged = errors.New("it is not what was written")

// recall settles the pieces that an earlier run settled, but for those that are to
// be run again, and returns what is to be downloaded for the others. If the data
// file is damaged it settles none, and the file must not be replaced by fewer crops.
func (o *openShard) recall(ctx context.Context, downloads []*download) ([]*download, error) {
	failures, err := o.recallFiles(ctx)
	if errors.Is(err, errDamaged) {
		slog.WarnContext(ctx, "a shard's data file is damaged; all of it is done again", "shard", o.shard.Number, "error", err)
		if !errors.Is(err, fs.ErrNotExist) {
			o.atStake = o.earlier.side.Report.Written
		}
		o.earlier = nil
		return downloads, nil
	}
	if err != nil {
		return nil, err
	}
	for _, p := range o.pieces {
		failure, failed := failures[p.id]
		if failed && !p.earlier && !o.bundle.worker.again(failure.Reason) {
			p.recallFailure(&failure)
		}
	}
	for _, d := range downloads {
		d.pieces = slices.DeleteFunc(d.pieces, func(p *piece) bool { return p.earlier })
	}
	return slices.DeleteFunc(downloads, func(d *download) bool { return len(d.pieces) == 0 }), nil
}

// recallFiles settles the pieces whose crops are there, and returns the failures
// by id, none if their file is damaged: those rows are then asked for again. While
// it read, the files may have become another attempt's.
func (o *openShard) recallFiles(ctx context.Context) (map[string]shards.Failure, error) {
	if o.earlier.damaged {
		return nil, fmt.Errorf("%s: %w", o.earlier.side.Data.Name, errDamaged)
	}
	for {
		failures, failuresErr := o.recallFailures(ctx)
		if failuresErr != nil && !errors.Is(failuresErr, errDamaged) {
			return nil, failuresErr
		}
		cropsErr := o.recallCrops(ctx)
		if cropsErr != nil && !errors.Is(cropsErr, errDamaged) {
			return nil, cropsErr
		}
		if failuresErr == nil && cropsErr == nil {
			return failures, nil
		}
		changed, err := o.lookAgain(ctx)
		if err != nil {
			return nil, err
		}
		if !changed && cropsErr == nil {
			slog.WarnContext(ctx, "a failures file is damaged; its rows are asked for again", "shard", o.shard.Number, "error", failuresErr)
			return nil, nil
		}
		if err := o.forget(); err != nil {
			return nil, err
		}
		if !changed {
			return nil, cropsErr
		}
	}
}

// lookAgain says whether there is something else to go on from by now.
func (o *openShard) lookAgain(ctx context.Context) (bool, error) {
	if !o.earlier.complete {
		return false, nil
	}
	now, err := o.bundle.worker.earlier(ctx, o.shard)
	if err != nil || now == nil || now.complete && now.side.Run == o.earlier.side.Run {
		return false, err
	}
	o.earlier = now
	return true, nil
}

// forget undoes recallCrops.
func (o *openShard) forget() error {
	var errs []error
	for _, p := range o.pieces {
		if p.earlier {
			errs = append(errs, o.bundle.worker.drop(p.kept))
			p.earlier, p.link, p.crop, p.sha256, p.kept = false, p.row.URL, crop.Result{}, "", keptCrop{}
		}
	}
	return errors.Join(errs...)
}

// recallFailures reads the failures file, by id.
func (o *openShard) recallFailures(ctx context.Context) (map[string]shards.Failure, error) {
	w, entry := o.bundle.worker, o.earlier.side.Failures
	name := shards.FailuresName(o.shard.Number, o.shard.Of)
	if o.earlier.complete && entry == nil {
		return nil, nil
	}
	data, err := w.files.ReadFile(ctx, files.Join(w.opts.Output, name))
	if errors.Is(err, fs.ErrNotExist) && !o.earlier.complete { // every row was written
		return nil, nil
	}
	if err != nil {
		return nil, gone(name, err)
	}
	sum := sha256.Sum256(data)
	if o.earlier.complete && hex.EncodeToString(sum[:]) != entry.SHA256 {
		return nil, fmt.Errorf("%s: %w", name, errDamaged)
	}
	failures, err := shards.ReadFailures(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", name, errDamaged, err)
	}
	byID := make(map[string]shards.Failure, len(failures))
	for _, failure := range failures {
		byID[failure.ID] = failure
	}
	return byID, nil
}

// recallCrops reads the crops out of the data file.
func (o *openShard) recallCrops(ctx context.Context) (err error) {
	w, name := o.bundle.worker, o.earlier.side.Data.Name
	schema, err := o.schema()
	if err != nil {
		return err
	}
	local, entry, err := w.copyHere(ctx, name)
	if err != nil {
		return gone(name, err)
	}
	defer func() { err = errors.Join(err, local.Close()) }()
	if o.earlier.intact && entry != o.earlier.side.Data {
		return fmt.Errorf("%s: %w", name, errDamaged)
	}
	reader, err := shards.NewReader(local, entry.Size, w.opts.Format, schema)
	if err != nil {
		return fmt.Errorf("%s: %w", name, o.unreadable(err))
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	return o.recallRecords(ctx, reader)
}

func (o *openShard) recallRecords(ctx context.Context, reader shards.Reader) error {
	byID := make(map[string]*piece, len(o.pieces))
	for _, p := range o.pieces {
		byID[p.id] = p
	}
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return o.unreadable(err)
		}
		p := byID[record.ID]
		if p == nil || p.earlier || p.failure != nil {
			return o.unreadable(fmt.Errorf("it holds %s, which is no row that it can hold", record.ID))
		}
		if err := p.recallCrop(o.bundle.worker, record); err != nil {
			return err
		}
	}
}

// unreadable wraps an error of reading an earlier data file. If the file's hash
// matches the sidecar, redoing the shard could lose good crops, so the error stands;
// otherwise the file counts as damaged.
func (o *openShard) unreadable(err error) error {
	if o.earlier.intact {
		return err
	}
	return fmt.Errorf("%w: %w", errDamaged, err)
}

// gone is err of a file that could not be read.
func gone(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w: %w", name, errDamaged, err)
	}
	return err
}

// copyBytes is how much of a file is read at a time; on an object store each time
// is a request.
const copyBytes = 8 << 20

// copyHere copies a file of the output to the local disk, where readers may seek,
// and where it has no name, and says what it is. Close it.
func (w *Worker) copyHere(ctx context.Context, name string) (local *os.File, entry shards.FileEntry, err error) {
	from, err := w.files.Open(ctx, files.Join(w.opts.Output, name))
	if err != nil {
		return nil, entry, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	local, err = w.spool.nameless()
	if err != nil {
		return nil, entry, err
	}
	sum := &summer{to: local, hash: sha256.New()}
	source := struct{ io.Reader }{io.NewSectionReader(from, 0, from.Size())} // not an io.WriterTo
	if _, err := io.CopyBuffer(sum, source, make([]byte, min(copyBytes, max(1, from.Size())))); err != nil {
		return nil, entry, errors.Join(fmt.Errorf("copying %s to the local disk: %w", name, err), local.Close())
	}
	return local, shards.FileEntry{Name: name, Size: sum.size, SHA256: hex.EncodeToString(sum.hash.Sum(nil))}, nil
}

// recallCrop settles the piece with what an earlier run wrote.
func (p *piece) recallCrop(w *Worker, r *shards.Record) (err error) {
	p.earlier, p.link, p.sha256 = true, r.URL, r.SHA256
	p.crop = crop.Result{
		Width: r.Width, Height: r.Height, Format: r.Format, Exact: r.Exact, Rescaled: r.Rescaled,
		SourceWidth: r.Source.Width, SourceHeight: r.Source.Height, SourceFormat: r.Source.Format,
	}
	if b := r.Box; b != nil {
		p.crop.Box = &crop.Box{X1: b[0], Y1: b[1], X2: b[2], Y2: b[3]}
	}
	p.kept, err = w.keep(r.Image)
	return err
}

// recallFailure settles the piece with why it failed in an earlier run. Which of
// several links it was that failed last is not known: the last is likely.
func (p *piece) recallFailure(f *shards.Failure) {
	p.earlier = true
	p.failure = &reason.Error{Reason: reason.Reason(f.Reason), Status: f.HTTPStatus, Err: errors.New(f.Detail)}
	p.status, p.attempts = f.HTTPStatus, f.Attempts
	p.elapsed = time.Duration(f.ElapsedMS) * time.Millisecond
	if links := link.Split(p.row.URL); len(links) > 0 && f.Attempts > 0 {
		p.link = links[len(links)-1]
	}
}
