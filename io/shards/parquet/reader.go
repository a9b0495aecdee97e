package parquet

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// reader reads a Parquet shard, a row group at a time.
type reader struct {
	ours   []parquetfile.Column
	groups []parquet.RowGroup
	rows   parquet.Rows // of the group before groups; nil between groups
	row    [1]parquet.Row
}

func newReader(r io.ReaderAt, size int64, s record.Schema) (p record.Reader, err error) {
	defer recovered(&err)
	ours, err := columns(s)
	if err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	want := parquetfile.SchemaOf(ours, nil, nil)
	for _, path := range want.Columns() {
		if !sameLeaf(want, file.Schema(), path) {
			return nil, fmt.Errorf("column %q is not as it was written", path)
		}
	}
	return &reader{ours: ours, groups: file.RowGroups()}, nil
}

// sameLeaf tells whether two schemas have the same values at a path.
func sameLeaf(a, b *parquet.Schema, path []string) bool {
	x, _ := a.Lookup(path...)
	y, found := b.Lookup(path...)
	return found && x.ColumnIndex == y.ColumnIndex && x.Node.Type().Kind() == y.Node.Type().Kind() &&
		x.MaxRepetitionLevel == y.MaxRepetitionLevel && x.MaxDefinitionLevel == y.MaxDefinitionLevel
}

// Read implements record.Reader.
func (p *reader) Read() (r *record.Record, err error) {
	defer recovered(&err)
	for {
		if p.rows == nil {
			if len(p.groups) == 0 {
				return nil, io.EOF
			}
			p.rows, p.groups = p.groups[0].Rows(), p.groups[1:]
		}
		n, err := p.rows.ReadRows(p.row[:])
		if n > 0 {
			return p.record(p.row[0])
		}
		if !errors.Is(err, io.EOF) {
			return nil, err
		}
		if err := p.Close(); err != nil {
			return nil, err
		}
	}
}

func (p *reader) record(row parquet.Row) (*record.Record, error) {
	r, first := new(record.Record), 0
	for _, c := range p.ours {
		n := 0
		for n < len(row) && row[n].Column() < first+c.Leaves {
			n++
		}
		if n < c.Leaves {
			return nil, fmt.Errorf("column %s: no value", c.Name)
		}
		if err := c.Read(r, row[:n]); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
		row, first = row[n:], first+c.Leaves
	}
	return r, nil
}

// Close implements record.Reader.
func (p *reader) Close() error {
	if p.rows == nil {
		return nil
	}
	err := p.rows.Close()
	p.rows = nil
	return err
}

// recovered turns a panic, which parquet-go answers some damaged files with,
// into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the Parquet file is damaged: %v", p)
	}
}
