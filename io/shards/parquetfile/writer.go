package parquetfile

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Limits of a row group.
const (
	rowGroupBytes = 64 << 20 // of values, before compression
	rowGroupRows  = 1000
)

// Writer writes one Parquet file; it is a record.Writer.
type Writer struct {
	out    *parquet.Writer //nolint:staticcheck // deprecated for GenericWriter; New says why not
	ours   []Column
	first  int // leaf of the kept columns
	leaves []record.Leaf
	err    error

	groupRows  int
	groupBytes int64

	// Reused between records: parquet-go copies values into its column buffers.
	row     parquet.Row
	columns [][]parquet.Value
}

// New starts a file of the columns ours and the kept ones, which
// have those names there, with metadata by its keys. They are no more than
// record.CheckKept allows.
func New(w io.Writer, ours []Column, kept []rows.KeptColumn, names []string, metadata map[string]string) *Writer {
	schema := SchemaOf(ours, kept, names)
	options := append(boundlessColumns(nil, schema, nil), schema,
		parquet.CreatedBy("beamcrop", "1.0.0", "0"),
		parquet.Compression(&parquet.Zstd),
		parquet.DefaultEncoding(&parquet.Plain),
		parquet.DataPageVersion(1),
		parquet.DataPageStatistics(false), // the page index has them
	)
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		options = append(options, parquet.KeyValueMetadata(key, metadata[key]))
	}
	// parquet.Writer is deprecated for GenericWriter, but GenericWriter[any]
	// prepares to take Go values apart, which panics on the two-level lists that
	// older writers made.
	out := parquet.NewWriter(w, options...)
	return &Writer{out: out, ours: ours, first: leavesIn(ours), leaves: record.LeavesOf(kept)}
}

// boundlessColumns appends an option for each leaf of a boundless type.
func boundlessColumns(options []parquet.WriterOption, node parquet.Node, path []string) []parquet.WriterOption {
	if !node.Leaf() {
		for _, f := range node.Fields() {
			options = boundlessColumns(options, f, append(path[:len(path):len(path)], f.Name()))
		}
		return options
	}
	if _, ok := node.Type().(boundless); ok {
		options = append(options, parquet.SkipPageBounds(path...))
	}
	return options
}

// Write implements record.Writer.
func (p *Writer) Write(r *record.Record) error {
	if p.err == nil {
		p.err = p.write(r)
	}
	return p.err
}

func (p *Writer) write(r *record.Record) error {
	row, leaf := p.row[:0], 0
	for _, c := range p.ours {
		row = c.Write(row, r, leaf)
		leaf += c.Leaves
	}
	row, err := p.appendKept(row, r.Kept)
	if err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	p.row = row
	if _, err := p.out.WriteRows([]parquet.Row{row}); err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	p.groupRows++
	p.groupBytes += bytesOf(row)
	clear(row) // do not keep the record's memory alive
	if p.groupRows < rowGroupRows && p.groupBytes < rowGroupBytes {
		return nil
	}
	p.groupRows, p.groupBytes = 0, 0
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("row group that ends with record %s: %w", r.ID, err)
	}
	return nil
}

// Close implements record.Writer.
func (p *Writer) Close() error {
	if p.err != nil {
		return p.err
	}
	p.err = record.ErrClosed
	if err := p.out.Close(); err != nil {
		p.err = fmt.Errorf("completing the Parquet file: %w", err)
		return p.err
	}
	return nil
}

// appendKept appends the kept values behind our own columns. Their levels stay
// as they are: kept columns are top-level columns here as they were there.
func (p *Writer) appendKept(row, kept parquet.Row) (parquet.Row, error) {
	columns, err := record.Split(p.columns, kept, p.leaves)
	if err != nil {
		return nil, err
	}
	p.columns = columns
	for i, values := range columns {
		for _, v := range values {
			rep, def := v.RepetitionLevel(), v.DefinitionLevel()
			if p.leaves[i].Text && !v.IsNull() && !utf8.Valid(v.ByteArray()) {
				v = parquet.ByteArrayValue(bytes.ToValidUTF8(v.ByteArray(), []byte("\uFFFD")))
			}
			row = append(row, v.Level(rep, def, p.first+i))
		}
	}
	clear(columns)
	return row, nil
}

// bytesOf is the size of a row's values: 8 bytes for a number.
func bytesOf(row parquet.Row) int64 {
	n := int64(0)
	for _, v := range row {
		switch v.Kind() {
		case parquet.ByteArray, parquet.FixedLenByteArray:
			n += int64(len(v.ByteArray()))
		default:
			n += 8
		}
	}
	return n
}
