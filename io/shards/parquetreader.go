package shards

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// parquetReader reads a Parquet shard, a row group at a time.
type parquetReader struct {
	ours   []column
	groups []parquet.RowGroup
	rows   parquet.Rows // of the group before groups; nil between groups
	row    [1]parquet.Row
}

func newParquetReader(r io.ReaderAt, size int64, s Schema) (p *parquetReader, err error) {
	defer recovered(&err)
	ours, err := s.parquetColumns()
	if err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	want := schemaOf(ours, nil, nil)
	for _, path := range want.Columns() {
		if !sameLeaf(want, file.Schema(), path) {
			return nil, fmt.Errorf("column %q is not as it was written", path)
		}
	}
	return &parquetReader{ours: ours, groups: file.RowGroups()}, nil
}

// sameLeaf tells whether two schemas have the same values at a path.
func sameLeaf(a, b *parquet.Schema, path []string) bool {
	x, _ := a.Lookup(path...)
	y, found := b.Lookup(path...)
	return found && x.ColumnIndex == y.ColumnIndex && x.Node.Type().Kind() == y.Node.Type().Kind() &&
		x.MaxRepetitionLevel == y.MaxRepetitionLevel && x.MaxDefinitionLevel == y.MaxDefinitionLevel
}

func (p *parquetReader) next() (r *Record, err error) {
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
		if err := p.close(); err != nil {
			return nil, err
		}
	}
}

func (p *parquetReader) record(row parquet.Row) (*Record, error) {
	r, first := new(Record), 0
	for _, c := range p.ours {
		n := 0
		for n < len(row) && row[n].Column() < first+c.leaves {
			n++
		}
		if n < c.leaves {
			return nil, fmt.Errorf("column %s: no value", c.name)
		}
		if err := c.read(r, row[:n]); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		row, first = row[n:], first+c.leaves
	}
	return r, nil
}

func (p *parquetReader) close() error {
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
