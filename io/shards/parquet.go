package shards

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// Limits of a row group.
const (
	rowGroupBytes = 64 << 20 // of values, before compression
	rowGroupRows  = 1000
)

// parquetWriter writes one Parquet shard.
type parquetWriter struct {
	out      *parquet.Writer //nolint:staticcheck // deprecated for GenericWriter; newParquetWriter says why not
	base64   bool
	rescaled bool
	exact    bool
	ours     int // columns before the kept ones
	leaves   []leaf
	err      error

	groupRows  int
	groupBytes int64

	// Reused between records: parquet-go copies values into its column buffers.
	row     parquet.Row
	columns [][]parquet.Value
	image   []byte
}

func newParquetWriter(w io.Writer, s Schema) (*parquetWriter, error) {
	schema, err := schemaOf(s)
	if err != nil {
		return nil, err
	}
	options := append(boundlessColumns(nil, schema, nil), schema,
		parquet.CreatedBy("beamcrop", "1.0.0", "0"),
		parquet.Compression(&parquet.Zstd),
		parquet.DefaultEncoding(&parquet.Plain),
		parquet.DataPageVersion(1),
		parquet.DataPageStatistics(false), // the page index has them
	)
	// parquet.Writer is deprecated for GenericWriter, but GenericWriter[any]
	// prepares to take Go values apart, which panics on the two-level lists that
	// older writers made.
	out := parquet.NewWriter(w, options...)
	return &parquetWriter{out: out, base64: s.ImageEncoding == EncodingBase64, rescaled: s.Rescaled, exact: s.Exact, ours: len(s.ours()), leaves: leavesOf(s.Kept)}, nil
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

// Write implements Writer.
func (p *parquetWriter) Write(r *Record) error {
	if p.err == nil {
		p.err = p.write(r)
	}
	return p.err
}

func (p *parquetWriter) write(r *Record) error {
	row, err := p.appendKept(p.appendOurs(p.row[:0], r), r.Kept)
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

// Close implements Writer.
func (p *parquetWriter) Close() error {
	if p.err != nil {
		return p.err
	}
	p.err = errClosed
	if err := p.out.Close(); err != nil {
		p.err = fmt.Errorf("completing the Parquet file: %w", err)
		return p.err
	}
	return nil
}

// appendOurs appends the values of our own columns.
func (p *parquetWriter) appendOurs(row parquet.Row, r *Record) parquet.Row {
	row = append(row, text(r.ID).Level(0, 0, columnID), text(r.URL).Level(0, 0, columnURL))
	row = appendBox(row, r.Box)
	if r.HasCaption {
		row = append(row, text(r.Caption).Level(0, 1, columnCaption))
	} else {
		row = append(row, parquet.NullValue().Level(0, 0, columnCaption))
	}
	image := r.Image
	if p.base64 {
		p.image = base64.StdEncoding.AppendEncode(p.image[:0], r.Image)
		image = p.image
	}
	row = append(row,
		parquet.ByteArrayValue(image).Level(0, 0, columnImage),
		parquet.Int32Value(int32(r.Width)).Level(0, 0, columnWidth),
		parquet.Int32Value(int32(r.Height)).Level(0, 0, columnHeight),
		text(r.Format).Level(0, 0, columnFormat),
		text(r.SHA256).Level(0, 0, columnSHA256),
	)
	at := columnsAlways
	if p.rescaled {
		row = append(row, parquet.BooleanValue(r.Rescaled).Level(0, 0, at))
		at++
	}
	if p.exact {
		for i, v := range numbersOf(r.Exact) {
			row = append(row, parquet.Int32Value(int32(v)).Level(0, 0, at+i))
		}
	}
	return row
}

func appendBox(row parquet.Row, box *[4]float64) parquet.Row {
	if box == nil {
		return append(row, parquet.NullValue().Level(0, boxNull, columnBox))
	}
	for i, x := range box {
		row = append(row, parquet.DoubleValue(x).Level(min(i, 1), boxElement, columnBox))
	}
	return row
}

// appendKept appends the kept values behind our own columns. Their levels stay
// as they are: kept columns are top-level columns here as they were there.
func (p *parquetWriter) appendKept(row, kept parquet.Row) (parquet.Row, error) {
	columns, err := split(p.columns, kept, p.leaves)
	if err != nil {
		return nil, err
	}
	p.columns = columns
	first := p.ours
	for i, values := range columns {
		for _, v := range values {
			rep, def := v.RepetitionLevel(), v.DefinitionLevel()
			if p.leaves[i].text && !v.IsNull() && !utf8.Valid(v.ByteArray()) {
				v = parquet.ByteArrayValue(bytes.ToValidUTF8(v.ByteArray(), []byte("\uFFFD")))
			}
			row = append(row, v.Level(rep, def, first+i))
		}
	}
	clear(columns)
	return row, nil
}

// text is the value of a string column.
func text(s string) parquet.Value {
	return parquet.ByteArrayValue([]byte(strings.ToValidUTF8(s, "\uFFFD")))
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
