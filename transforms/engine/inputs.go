package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// openInputs is how many input files stay open: shards follow their files in
// order, so a few serve nearly every read.
const openInputs = 8

// inputs keeps the last few input files open, with their metadata read.
type inputs struct {
	ctx     context.Context // the worker's: an open file outlives the bundle that opened it
	files   *files.Files
	columns rows.Columns

	mu   sync.Mutex
	open []*input // most recently used last
}

// input is an open file; users counts the reads in progress, so that it is
// closed under nobody.
type input struct {
	from   workplan.File
	file   files.File
	reader rows.Reader
	users  int
	gone   bool // out of the list; closed by its last user
}

func newInputs(ctx context.Context, store *files.Files, columns rows.Columns) *inputs {
	return &inputs{ctx: ctx, files: store, columns: columns}
}

// get returns f, opened. The caller puts it back.
func (p *inputs) get(f workplan.File) (*input, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, in := range p.open {
		if in.from.URI == f.URI && in.from.Version == f.Version {
			p.open = append(append(p.open[:i:i], p.open[i+1:]...), in)
			in.users++
			return in, nil
		}
	}
	in, err := p.openFile(f)
	if err != nil {
		return nil, err
	}
	p.open = append(p.open, in)
	if len(p.open) <= openInputs {
		return in, nil
	}
	oldest := p.open[0]
	p.open = p.open[1:]
	oldest.gone = true
	return in, oldest.closeIfUnused()
}

func (p *inputs) put(in *input) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	in.users--
	return in.closeIfUnused()
}

func (p *inputs) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, in := range p.open {
		in.gone = true
		errs = append(errs, in.closeIfUnused())
	}
	p.open = nil
	return errors.Join(errs...)
}

func (p *inputs) openFile(f workplan.File) (*input, error) {
	file, err := p.files.Open(p.ctx, f.URI)
	if err != nil {
		return nil, err
	}
	if file.Version() != f.Version {
		return nil, errors.Join(
			joberror.Usagef("%s changed after the job was planned: run the command again", f.URI),
			file.Close())
	}
	reader, err := rows.Open(file, f.Format, f.Columns(p.columns))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", f.URI, err), file.Close())
	}
	return &input{from: f, file: file, reader: reader, users: 1}, nil
}

func (in *input) closeIfUnused() error {
	if !in.gone || in.users > 0 {
		return nil
	}
	return in.file.Close()
}
