package rows

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// Pages compressed with LZ4 are decompressed here. parquet-go 0.32 returns the
// content of another page where they shrank to more than a third
// (https://github.com/parquet-go/parquet-go/issues/608), and where they are
// damaged it asks for ever more memory. So it is told, by another footer, that
// such columns are not compressed at all.

// withoutLZ4 opens a file again if columns of it are compressed with LZ4, as
// if they were not.
func withoutLZ4(file *parquet.File) (*parquet.File, error) {
	meta := *file.Metadata()
	meta.RowGroups = slices.Clone(meta.RowGroups)
	found := false
	for i := range meta.RowGroups {
		columns := slices.Clone(meta.RowGroups[i].Columns)
		for j := range columns {
			if columns[j].MetaData.Codec == format.Lz4Raw {
				found = true
				columns[j].MetaData.Codec = format.Uncompressed
				// It bounds what is read of the pages, which are larger now.
				columns[j].MetaData.TotalCompressedSize = math.MaxInt64 / 4
			}
		}
		meta.RowGroups[i].Columns = columns
	}
	if !found {
		return file, nil
	}
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), &meta)
	if err != nil {
		return nil, fmt.Errorf("rewriting the footer: %w", err)
	}
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(footer)))
	return openFooter(append(footer, magic...), file.Size()+int64(len(footer)+len(magic)))
}

// unpackLZ4 appends a page to dst as it would be without compression.
func unpackLZ4(dst []byte, header *format.PageHeader, body []byte) ([]byte, error) {
	if header.CRC != 0 && crc32.ChecksumIEEE(body) != uint32(header.CRC) {
		return dst, errors.New("its checksum does not match")
	}
	levels := 0 // bytes at the start that are never compressed
	if header.DataPageHeaderV2.Valid {
		v2 := &header.DataPageHeaderV2.V
		levels = int(v2.RepetitionLevelsByteLength) + int(v2.DefinitionLevelsByteLength)
		if levels < 0 || levels > min(len(body), int(header.UncompressedPageSize)) {
			return dst, fmt.Errorf("it says that its levels have %d bytes", levels)
		}
		if v2.IsCompressed.Valid && !v2.IsCompressed.V {
			levels = len(body)
		}
		v2.IsCompressed = thrift.New(false)
		v2.Statistics = format.Statistics{}
	}
	header.DataPageHeader.V.Statistics = format.Statistics{}
	values := make([]byte, max(int(header.UncompressedPageSize)-levels, 0))
	n, err := lz4.UncompressBlock(body[levels:], values)
	if err != nil {
		return dst, err
	}
	header.CompressedPageSize = int32(levels + n)
	header.UncompressedPageSize = header.CompressedPageSize
	header.CRC = 0
	head, err := thrift.Marshal(new(thrift.CompactProtocol), header)
	if err != nil {
		return dst, fmt.Errorf("rewriting its header: %w", err)
	}
	return append(append(append(dst, head...), body[:levels]...), values[:n]...), nil
}
