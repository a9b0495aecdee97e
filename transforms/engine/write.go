package engine

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/report/hosts"
)

const (
	// writeAttempts bounds how often a shard is written again because another
	// attempt at it came between.
	writeAttempts = 8
	// writePause is how long one that was refused at most leaves the other
	// alone: the first time, then doubling, for a random part of it.
	writePause = 50 * time.Millisecond
)

// write writes the shard's files, such that whatever another run, or another
// attempt of this one, does at the same time, a sidecar's files are its own.
// See the package's comment for why.
func (o *openShard) write() (shards.Sidecar, error) {
	w, ctx := o.bundle.worker, o.bundle.ctx
	if err := acquire(ctx, w.writing); err != nil {
		return shards.Sidecar{}, err
	}
	defer release(w.writing)
	var mine shards.Sidecar // as far as it was written
	var err error
	for attempt := range writeAttempts {
		found, complete, findErr := w.completed(ctx, o.shard)
		if findErr != nil {
			return found, findErr
		}
		if complete && !w.hasRowsToRetry(found) && !o.isReplaced(found) && goesWith(found, mine) {
			return found, nil
		}
		mine, err = o.writeFiles(ctx)
		if err == nil || ctx.Err() != nil {
			return mine, err
		}
		if lost := w.checkOwner(ctx); lost != nil {
			return mine, lost // and err is only what came of it
		}
		if !errors.Is(err, files.ErrChanged) {
			return mine, err
		}
		if err := sleep(ctx, rand.N(writePause<<attempt)); err != nil {
			return mine, err
		}
	}
	return mine, err
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// isReplaced says whether a sidecar is the one that this shard takes the place of.
func (o *openShard) isReplaced(found shards.Sidecar) bool {
	return o.replaces != nil && found.Run == o.replaces.Run
}

// goesWith says whether a sidecar that another attempt wrote is right although
// this one has written some of the same files.
func goesWith(found, mine shards.Sidecar) bool {
	if mine.Data.Name != "" {
		written := mine.DataFiles()
		if !slices.Equal(written, found.DataFiles()[:len(written)]) {
			return false
		}
	}
	return mine.Failures == nil || found.Failures == nil || *mine.Failures == *found.Failures
}

// writeFiles writes the data, the failures if there are any, and last the
// sidecar that makes the shard complete. It overwrites only what it saw before
// it made sure that the folder is this run's.
func (o *openShard) writeFiles(ctx context.Context) (shards.Sidecar, error) {
	w := o.bundle.worker
	side := shards.Sidecar{Fingerprint: w.opts.Fingerprint, Shard: o.shard.Number, Shards: o.shard.Of, Run: w.opts.Job, Report: o.report()}
	if side.Report.Written < o.atStake {
		return side, fmt.Errorf("%s is damaged, and of the %d crops that it held only %d could be made again: move it out of the folder to have the shard without the others, and run the command again",
			files.Join(w.opts.Output, shards.DataName(o.shard.Number, o.shard.Of, shards.FilesOf(w.opts.Format)[0])), o.atStake, side.Report.Written)
	}
	there, err := w.look(ctx, o.shard)
	if err != nil {
		return side, err
	}
	if err := w.checkOwner(ctx); err != nil {
		return side, err
	}
	schema, err := o.schema()
	if err != nil {
		return side, err
	}
	side.Features = shards.YAML(shards.Features(w.opts.Format, w.opts.Crop.Format(), schema), 2)
	if there.marker != "" { // it is broken, or its files are, or become another attempt's
		if err := o.backUpSidecar(ctx); err != nil {
			return side, err
		}
		if err := w.files.Remove(ctx, w.markerURI(o.shard)); err != nil {
			return side, err
		}
	}
	if err := o.writeDataFiles(ctx, schema, there.data, &side); err != nil {
		return side, err
	}
	if side.Failures, err = o.writeFailures(ctx, schema, there.failures, side.Report.Failed); err != nil {
		return side, err
	}
	for _, entry := range side.Files() {
		side.Report.BytesWritten += entry.Size
	}
	side.Report.ElapsedMS += time.Since(o.started).Milliseconds()
	if there, err = w.look(ctx, o.shard); err != nil {
		return side, err
	}
	side.Versions = there.data
	if side.Failures != nil {
		side.Versions = append(side.Versions, there.failures)
	}
	encoded, err := side.Encode()
	if err != nil {
		return side, err
	}
	if err := w.checkOwner(ctx); err != nil {
		return side, err
	}
	if err := w.files.WriteFileIf(ctx, w.markerURI(o.shard), "", encoded); err != nil {
		return side, err
	}
	return side, o.dropSidecarBackup(ctx)
}

// schema is the kept columns of the shard's inputs, which Plan found alike.
func (o *openShard) schema() (shards.Schema, error) {
	w := o.bundle.worker
	first := o.shard.Segments[0]
	in, err := w.inputs.get(first.File)
	if err != nil {
		return shards.Schema{}, err
	}
	return shards.Schema{
		Kept: in.reader.Kept(first.Index), ImageEncoding: w.opts.ImageEncoding,
		Score: w.opts.Boxes.Scored(), Rescaled: w.opts.Boxes.Sized(), Exact: w.opts.Crop.Inexact(),
	}, w.inputs.put(in)
}

func (o *openShard) report() shards.Report {
	report := shards.Report{
		Shard: o.shard.Number, Sampled: o.shard.Rows(), Rows: int64(len(o.tasks)), Reasons: map[string]int64{},
		Attempts: o.attempts.Load(), BytesDownloaded: o.bytes.Load(), Links: o.links,
	}
	if o.previous != nil {
		before := o.previous.side.Report
		report.Attempts += before.Attempts
		report.BytesDownloaded += before.BytesDownloaded
		report.ElapsedMS = before.ElapsedMS
	}
	var tally hosts.Tally
	for _, p := range o.tasks {
		tally.Row(p.host(), p.reason())
		report.AddOriginals(p.fromStore())
		if p.shares && p.requested() {
			report.SharedDownloads++
		}
		if p.failure == nil {
			report.Written++
			continue
		}
		report.Failed++
		report.Reasons[p.reason()]++
	}
	report.Hosts = tally.Top(hosts.PerShard)
	report.Details = o.details()
	return report
}

// writeDataFiles writes the data files over the versions that are there, and
// adds to the sidecar what was written.
func (o *openShard) writeDataFiles(ctx context.Context, schema shards.Schema, there []string, side *shards.Sidecar) error {
	w := o.bundle.worker
	for i, format := range shards.FilesOf(w.opts.Format) {
		entry, err := w.writeFile(ctx, shards.DataName(o.shard.Number, o.shard.Of, format), there[i], func(to io.Writer) error {
			return o.writeData(to, format, schema)
		})
		switch {
		case err != nil:
			return err
		case i == 0:
			side.Data = entry
		default:
			side.Beside = append(side.Beside, entry)
		}
	}
	return nil
}

func (o *openShard) writeData(to io.Writer, format string, schema shards.Schema) error {
	w := o.bundle.worker
	out, err := shards.NewWriter(to, format, schema)
	if err != nil {
		return err
	}
	for _, p := range o.tasks {
		if p.failure != nil {
			continue
		}
		var image []byte
		if format != shards.FormatIndex { // which has no pictures
			if image, err = w.load(p.image); err != nil {
				return err
			}
		}
		if err := out.Write(p.record(image)); err != nil {
			return err
		}
	}
	return out.Close()
}

// writeFailures writes the failures file over the version that is there; where
// nothing failed there is none.
func (o *openShard) writeFailures(ctx context.Context, schema shards.Schema, there string, failed int64) (*shards.FileEntry, error) {
	w, name := o.bundle.worker, shards.FailuresName(o.shard.Number, o.shard.Of)
	if failed == 0 && there == "" {
		return nil, nil
	}
	if failed == 0 { // a killed attempt's, which failed where this one did not
		return nil, w.files.Remove(ctx, files.Join(w.opts.Output, name))
	}
	entry, err := w.writeFile(ctx, name, there, func(to io.Writer) error {
		out := shards.NewFailureWriter(to, schema)
		for _, p := range o.tasks {
			if p.failure == nil {
				continue
			}
			if err := out.Write(p.failureRecord()); err != nil {
				return err
			}
		}
		return nil
	})
	return &entry, err
}

// writeFile writes one file of the output, over the version that is there, and
// returns what a sidecar says of it.
func (w *Worker) writeFile(ctx context.Context, name, there string, write func(io.Writer) error) (shards.FileEntry, error) {
	file, err := w.files.CreateIf(ctx, files.Join(w.opts.Output, name), there)
	if err != nil {
		return shards.FileEntry{}, err
	}
	sum := &summer{to: file, hash: sha256.New()}
	buffered := bufio.NewWriterSize(sum, 256<<10)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return shards.FileEntry{}, errors.Join(err, file.Abort())
	}
	entry := shards.FileEntry{Name: name, Size: sum.size, SHA256: hex.EncodeToString(sum.hash.Sum(nil))}
	return entry, file.Commit()
}

// summer sums up what passes through it.
type summer struct {
	to   io.Writer
	hash hash.Hash
	size int64
}

func (s *summer) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	s.hash.Write(p[:n])
	s.size += int64(n)
	return n, err
}
