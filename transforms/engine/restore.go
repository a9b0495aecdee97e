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

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/crop"
)

// errDamaged is of files that are not what an earlier run wrote.
var errDamaged = errors.New("it is not what was written")

// restore ends the tasks that an earlier run finished, but for those that are to
// be run again, and returns what is to be downloaded for the others. If the data
// file is damaged it restores none, and the file must not be replaced by fewer crops.
func (o *openShard) restore(ctx context.Context, downloads []*download) ([]*download, error) {
	failures, err := o.restoreFiles(ctx)
	if errors.Is(err, errDamaged) {
		slog.WarnContext(ctx, "a shard's data file is damaged; all of it is done again", "shard", o.shard.Number, "error", err)
		if !errors.Is(err, fs.ErrNotExist) {
			o.atStake = o.previous.side.Report.Written
		}
		o.previous = nil
		return downloads, nil
	}
	if err != nil {
		return nil, err
	}
	for _, p := range o.tasks {
		failure, failed := failures[p.id]
		if failed && !p.restored && !o.bundle.worker.shouldRetry(failure.Reason) {
			p.restoreFailure(&failure)
		}
	}
	for _, d := range downloads {
		d.tasks = slices.DeleteFunc(d.tasks, func(p *cropTask) bool { return p.restored })
	}
	return slices.DeleteFunc(downloads, func(d *download) bool { return len(d.tasks) == 0 }), nil
}

// restoreFiles ends the tasks whose crops are there, and returns the failures
// by id, none if their file is damaged: those rows are then asked for again. While
// it read, the files may have become another attempt's.
func (o *openShard) restoreFiles(ctx context.Context) (map[string]shards.Failure, error) {
	if o.previous.damaged {
		return nil, fmt.Errorf("%s: %w", o.previous.side.Data.Name, errDamaged)
	}
	for {
		failures, failuresErr := o.readFailures(ctx)
		if failuresErr != nil && !errors.Is(failuresErr, errDamaged) {
			return nil, failuresErr
		}
		cropsErr := o.restoreCrops(ctx)
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
	if !o.previous.complete {
		return false, nil
	}
	now, err := o.bundle.worker.previousAttempt(ctx, o.shard)
	if err != nil || now == nil || now.complete && now.side.Run == o.previous.side.Run {
		return false, err
	}
	o.previous = now
	return true, nil
}

// forget undoes restoreCrops.
func (o *openShard) forget() error {
	var errs []error
	for _, p := range o.tasks {
		if p.restored {
			errs = append(errs, o.bundle.worker.drop(p.image))
			p.restored, p.link, p.crop, p.sha256, p.image = false, p.row.URL, crop.Result{}, "", bufferedCrop{}
		}
	}
	return errors.Join(errs...)
}

// readFailures reads the failures file, by id.
func (o *openShard) readFailures(ctx context.Context) (map[string]shards.Failure, error) {
	w, entry := o.bundle.worker, o.previous.side.Failures
	name := shards.FailuresName(o.shard.Number, o.shard.Of)
	if o.previous.complete && entry == nil {
		return nil, nil
	}
	data, err := w.files.ReadFile(ctx, files.Join(w.opts.Output, name))
	if errors.Is(err, fs.ErrNotExist) && !o.previous.complete { // every row was written
		return nil, nil
	}
	if err != nil {
		return nil, gone(name, err)
	}
	sum := sha256.Sum256(data)
	if o.previous.complete && hex.EncodeToString(sum[:]) != entry.SHA256 {
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

// restoreCrops reads the crops out of the data file.
func (o *openShard) restoreCrops(ctx context.Context) (err error) {
	w, name := o.bundle.worker, o.previous.side.Data.Name
	schema, err := o.schema()
	if err != nil {
		return err
	}
	local, entry, err := w.copyHere(ctx, name)
	if err != nil {
		return gone(name, err)
	}
	defer func() { err = errors.Join(err, local.Close()) }()
	if o.previous.intact && entry != o.previous.side.Data {
		return fmt.Errorf("%s: %w", name, errDamaged)
	}
	reader, err := shards.NewReader(local, entry.Size, w.opts.Format, schema)
	if err != nil {
		return fmt.Errorf("%s: %w", name, o.unreadable(err))
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	return o.restoreRecords(ctx, reader)
}

func (o *openShard) restoreRecords(ctx context.Context, reader shards.Reader) error {
	byID := make(map[string]*cropTask, len(o.tasks))
	for _, p := range o.tasks {
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
		if p == nil || p.restored || p.failure != nil {
			return o.unreadable(fmt.Errorf("it holds %s, which is no row that it can hold", record.ID))
		}
		if err := p.restoreCrop(o.bundle.worker, record); err != nil {
			return err
		}
	}
}

// unreadable wraps an error of reading an earlier data file. If the file's hash
// matches the sidecar, redoing the shard could lose good crops, so the error stands;
// otherwise the file counts as damaged.
func (o *openShard) unreadable(err error) error {
	if o.previous.intact {
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
