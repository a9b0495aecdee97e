package parquet

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
)

// level is a value with its levels, of a column of optional lists of optional
// strings.
type level struct {
	repetition, definition int
	text                   string
}

func levelsOf(list []string) []level {
	if len(list) == 0 {
		return []level{{definition: 1}}
	}
	out := make([]level, len(list))
	for i, text := range list {
		out[i] = level{min(i, 1), 3, text}
	}
	return out
}

func listRow(list []string) parquet.Row {
	var row parquet.Row
	for _, l := range levelsOf(list) {
		v := parquet.NullValue()
		if l.definition == 3 {
			v = parquet.ByteArrayValue([]byte(l.text))
		}
		row = append(row, v.Level(l.repetition, l.definition, 0))
	}
	return row
}

// splitFile builds a file with the columns url and words by hand, with pages
// of version 1 of so many values each: no writer at hand still splits rows,
// older ones did.
func splitFile(t testing.TB, lists [][]string, perPage int) *rowstest.File {
	t.Helper()
	data := []byte(magic)
	var links, words []level
	for i, list := range lists {
		links = append(links, level{0, 0, fmt.Sprintf("https://x.example/%d", i)})
		words = append(words, levelsOf(list)...)
	}
	data, url := appendChunk(t, data, links, len(links), 0, 0, "url")
	data, list := appendChunk(t, data, words, perPage, 1, 3, "words", "list", "element")
	group := func(name string, repetition format.FieldRepetitionType, isList bool) format.SchemaElement {
		e := format.SchemaElement{Name: name, RepetitionType: thrift.New(repetition), NumChildren: thrift.New[int32](1)}
		if isList {
			e.LogicalType = format.LogicalType{Value: new(format.ListType)}
		}
		return e
	}
	text := func(name string, repetition format.FieldRepetitionType) format.SchemaElement {
		return format.SchemaElement{
			Name: name, RepetitionType: thrift.New(repetition), Type: thrift.New(format.ByteArray),
			LogicalType: format.LogicalType{Value: new(format.StringType)},
		}
	}
	return &rowstest.File{Data: appendFooter(t, data, &format.FileMetaData{
		Version: 1,
		NumRows: int64(len(lists)),
		Schema: []format.SchemaElement{
			{Name: "schema", NumChildren: thrift.New[int32](2)},
			text("url", format.Required),
			group("words", format.Optional, true),
			group("list", format.Repeated, false),
			text("element", format.Optional),
		},
		RowGroups: []format.RowGroup{{NumRows: int64(len(lists)), Columns: []format.ColumnChunk{url, list}}},
	})}
}

func appendChunk(t testing.TB, data []byte, values []level, perPage, maxRep, maxDef int, path ...string) ([]byte, format.ColumnChunk) {
	t.Helper()
	start := len(data)
	for at := 0; at < len(values); at += perPage {
		page := values[at:min(at+perPage, len(values))]
		var body []byte
		if maxRep > 0 {
			body = appendLevels(body, page, func(l level) int { return l.repetition })
		}
		if maxDef > 0 {
			body = appendLevels(body, page, func(l level) int { return l.definition })
		}
		for _, l := range page {
			if l.definition == maxDef {
				body = binary.LittleEndian.AppendUint32(body, uint32(len(l.text)))
				body = append(body, l.text...)
			}
		}
		header, err := thrift.Marshal(new(thrift.CompactProtocol), &format.PageHeader{
			Type:                 format.DataPage,
			UncompressedPageSize: int32(len(body)),
			CompressedPageSize:   int32(len(body)),
			DataPageHeader: thrift.New(format.DataPageHeader{
				NumValues: int32(len(page)), Encoding: format.Plain,
				DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		data = append(append(data, header...), body...)
	}
	return data, format.ColumnChunk{MetaData: format.ColumnMetaData{
		Type: format.ByteArray, Encoding: []format.Encoding{format.Plain, format.RLE}, PathInSchema: path,
		NumValues: int64(len(values)), DataPageOffset: int64(start),
		TotalCompressedSize: int64(len(data) - start), TotalUncompressedSize: int64(len(data) - start),
	}}
}

// appendLevels encodes levels below 256 as runs of one, after their length.
func appendLevels(body []byte, page []level, of func(level) int) []byte {
	body = binary.LittleEndian.AppendUint32(body, uint32(2*len(page)))
	for _, l := range page {
		body = append(body, 1<<1, byte(of(l)))
	}
	return body
}
