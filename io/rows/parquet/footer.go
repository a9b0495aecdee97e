package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// footer is what is read of a file's footer, with the numbers of
// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
// parquet-go's own type refuses files over what nobody needs here, such as keys
// without values among their metadata.
type footer struct {
	Version    int32                              `thrift:"1"`
	Schema     thrift.Slice[format.SchemaElement] `thrift:"2,required"`
	NumRows    int64                              `thrift:"3,required"`
	RowGroups  thrift.Slice[groupMeta]            `thrift:"4,required"`
	Encryption format.EncryptionAlgorithm         `thrift:"8"`
}

type groupMeta struct {
	Columns thrift.Slice[chunkMeta] `thrift:"1,required"`
	NumRows int64                   `thrift:"3,required"`
}

type chunkMeta struct {
	FilePath          string                      `thrift:"1"`
	MetaData          columnMeta                  `thrift:"3"`
	OffsetIndexOffset int64                       `thrift:"4"`
	OffsetIndexLength int32                       `thrift:"5"`
	Crypto            format.ColumnCryptoMetaData `thrift:"8"`
}

type columnMeta struct {
	Codec                 format.CompressionCodec `thrift:"4,required"`
	NumValues             int64                   `thrift:"5,required"`
	TotalUncompressedSize int64                   `thrift:"6,required"`
	TotalCompressedSize   int64                   `thrift:"7,required"`
	DataPageOffset        int64                   `thrift:"9,required"`
	DictionaryPageOffset  int64                   `thrift:"11"`
}

// parseFooter reads a footer from the end of a file.
func parseFooter(tail []byte) (_ *footer, err error) {
	defer recovered(&err)
	end := len(tail) - trailerSize
	length := int(binary.LittleEndian.Uint32(tail[end:]))
	meta := new(footer)
	// A signature may follow, so that not all bytes need be read.
	in := new(thrift.CompactProtocol).NewReaderFromBytes(tail[end-length : end])
	if err := thrift.NewDecoder(in).Decode(meta); err != nil {
		return nil, fmt.Errorf("the file's footer is damaged: %w", err)
	}
	if meta.encrypted() {
		return nil, errEncrypted
	}
	if err := meta.check(); err != nil {
		return nil, fmt.Errorf("the file's footer is damaged: %w", err)
	}
	return meta, nil
}

var errEncrypted = errors.New("encrypted Parquet files cannot be read")

func (f *footer) encrypted() bool {
	if f.Encryption.Value != nil {
		return true
	}
	for _, group := range f.RowGroups {
		for _, column := range group.Columns {
			if column.Crypto.Value != nil {
				return true
			}
		}
	}
	return false
}

// check makes sure that row groups have all columns, and that row numbers can be
// trusted. Some writers leave the footer's own count at zero.
func (f *footer) check() error {
	leaves := 0
	for i := range f.Schema {
		if f.Schema[i].Type.Valid {
			leaves++
		}
	}
	var sum int64
	for i, group := range f.RowGroups {
		if group.NumRows < 0 || group.NumRows > math.MaxInt64-sum {
			return fmt.Errorf("row group %d has %d rows", i, group.NumRows)
		}
		if len(group.Columns) != leaves {
			return fmt.Errorf("row group %d has %d columns, not %d", i, len(group.Columns), leaves)
		}
		sum += group.NumRows
	}
	if f.NumRows != 0 && f.NumRows != sum {
		return fmt.Errorf("it counts %d rows, and %d in its row groups", f.NumRows, sum)
	}
	f.NumRows = sum
	return nil
}

// streamBase is where the pages of a chunk start in a pageStream.
const streamBase = 4

// openSchema has parquet-go open a file of the same schema that has one row group
// with nothing in it. Its chunks decode the pages of any row group's, which a
// pageStream gives them.
func (f *footer) openSchema() (file *parquet.File, err error) {
	defer recovered(&err)
	meta := format.FileMetaData{Version: f.Version, Schema: hideFloat16(f.Schema)}
	group := format.RowGroup{Columns: []format.ColumnChunk{}}
	for i := range f.Schema {
		if kind := f.Schema[i].Type; kind.Valid {
			group.Columns = append(group.Columns, format.ColumnChunk{MetaData: format.ColumnMetaData{
				Type:                kind.V,
				Encoding:            []format.Encoding{format.Plain},
				PathInSchema:        []string{},
				DataPageOffset:      streamBase,
				TotalCompressedSize: math.MaxInt64 / 4, // bounds what is read of the stream
			}})
		}
	}
	meta.RowGroups = []format.RowGroup{group}
	tail, err := thrift.Marshal(new(thrift.CompactProtocol), &meta)
	if err != nil {
		return nil, fmt.Errorf("rewriting the footer: %w", err)
	}
	tail = binary.LittleEndian.AppendUint32(tail, uint32(len(tail)))
	tail = append(tail, magic...)
	size := int64(len(tail))
	file, err = parquet.OpenFile(&tailReader{data: tail, end: size}, size,
		parquet.SkipMagicBytes(true), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("the file's footer is damaged: %w", err)
	}
	return file, nil
}
