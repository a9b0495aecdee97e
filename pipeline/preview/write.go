package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/progress"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// Name is the file that a preview is written to, in the current folder.
const Name = "preview.html"

// marker stands near the start of every preview: a file with it may be written over.
const marker = "beamcrop-preview"

// Most is how many rows a preview may have. It keeps the page, and the pictures that are
// in memory until it is written, below some 100 MB at worst.
const Most = 100

// atOnce is how many pictures are downloaded at a time: enough for a few dozen, and a
// bound of the memory that hostile ones take.
const atOnce = 8

// Check refuses to write over a file that is no preview.
func Check(path string) error {
	f, err := os.Open(path) //nolint:gosec // the file that is to be written
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return joberror.Usagef("--preview writes %s: %w", path, err)
	}
	defer f.Close() //nolint:errcheck // it is only read
	head := make([]byte, 256)
	n, err := io.ReadFull(f, head)
	if err == nil || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		if bytes.Contains(head[:n], []byte(`content="`+marker+`"`)) {
			return nil
		}
	}
	return joberror.Usagef("--preview writes %s, and there is a file of that name that is no preview: move it away, or run the command in another folder", path)
}

// Write makes the crops of the shard's rows by a run's options, writes the page to path,
// and says in a line what is on it.
func Write(ctx context.Context, o engine.Options, s workplan.Shard, plan, path string) (string, error) {
	rows, err := look(ctx, o, s)
	if err != nil {
		return "", err
	}
	html, err := render(rows, plan)
	if err != nil {
		return "", err
	}
	if err := Check(path); err != nil { // again, since downloads take a while
		return "", err
	}
	if err := replace(path, html); err != nil {
		return "", joberror.Failedf("writing the preview: %w", err)
	}
	made, failed := counts(rows)
	return fmt.Sprintf("%s: %d %s, %s", path, len(rows), figures.Plural(int64(len(rows)), "row", "rows"), outcome(made, failed)), nil
}

func look(ctx context.Context, o engine.Options, s workplan.Shard) (rows []engine.PreviewRow, err error) {
	o.Job, o.LookAhead = "preview", atOnce
	o.Originals.ReadOnly = true // a look adds nothing
	defer progress.Forget(o.Job)
	w, err := engine.NewWorker(o)
	if err != nil {
		return nil, joberror.Failedf("%w", err)
	}
	defer func() {
		if closed := w.Close(); err == nil && closed != nil {
			err = joberror.Failedf("%w", closed)
		}
	}()
	return w.Preview(ctx, s)
}

// replace writes a file whole or not at all.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+Name+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
