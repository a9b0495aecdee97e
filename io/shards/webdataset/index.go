package webdataset

import (
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

var indexColumns = []string{"key", "file_name"} // before those of every format

// newIndex starts the Parquet file beside a tar, with all but the pictures.
func newIndex(w io.Writer, s record.Schema) (record.Writer, error) {
	if err := record.CheckKept(s.Kept); err != nil {
		return nil, err
	}
	return parquetfile.New(w, columns(s), s.Kept, keptNames(s), nil), nil
}

// columns are our columns of the index beside a WebDataset shard: all but
// the picture, and what names it.
func columns(s record.Schema) []parquetfile.Column {
	str := parquet.String()
	key := parquetfile.StringColumn(indexColumns[0], str, func(r *record.Record) *string { return &r.Key })
	name := parquetfile.Column{Name: indexColumns[1], Node: str, Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			return append(row, parquetfile.Text(record.FileName(r)).Level(0, 0, leaf))
		},
	}
	return append([]parquetfile.Column{key, name}, parquetfile.Around(s)...)
}
