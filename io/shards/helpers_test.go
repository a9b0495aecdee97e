package shards

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// keptRow has the kinds of columns that datasets bring along.
type keptRow struct {
	Score    float64    `parquet:"score"`
	Tags     []string   `parquet:"tags,list,optional"`
	Taken    time.Time  `parquet:"taken,timestamp(microsecond)"`
	Local    int64      `parquet:"local,timestamp(millisecond:local)"`
	Day      int32      `parquet:"day,date"`
	Price    int64      `parquet:"price,decimal(2:18)"`
	Raw      []byte     `parquet:"raw,optional"`
	URL      *string    `parquet:"URL,optional"`
	Place    *keptPlace `parquet:"place,optional"`
	Boxes    [][]int64  `parquet:"boxes,list" parquet-element:",list"`
	Unsigned uint64     `parquet:"unsigned"`
}

type keptPlace struct {
	Name string   `parquet:"name"`
	Lat  *float32 `parquet:"lat,optional"`
}

// columnsOf returns the fields of T as kept columns.
func columnsOf[T any]() []rows.KeptColumn {
	var columns []rows.KeptColumn
	for _, f := range parquet.SchemaOf(*new(T)).Fields() {
		columns = append(columns, rows.KeptColumn{Name: f.Name(), Node: f})
	}
	return columns
}

// keptOf returns the values of v as kept values.
func keptOf[T any](v T) parquet.Row { return parquet.SchemaOf(v).Deconstruct(nil, v) }

// imageLeaf is the leaf of a Parquet shard that has the images.
const imageLeaf = 4

// keptLeaf returns the first kept leaf of a Parquet shard without Exact.
func keptLeaf(s Schema) int {
	if s.ImageEncoding == EncodingBinary {
		return 13
	}
	return 12
}

// sampleKept makes the i-th kept row.
func sampleKept(i int) keptRow {
	link := fmt.Sprintf("https://mirror.example/%d", i)
	lat := float32(i) / 2
	k := keptRow{
		Score:    float64(i) / 4,
		Tags:     []string{"a", fmt.Sprint(i)}[:i%3],
		Taken:    time.Date(2024, 2, 29, 12, 30, i%60, 123456000, time.UTC),
		Local:    1709210000123,
		Day:      int32(19000 + i),
		Price:    int64(100*i + 5),
		Raw:      []byte{0xFF, byte(i)},
		URL:      &link,
		Place:    &keptPlace{Name: "Zürich", Lat: &lat},
		Boxes:    [][]int64{{1, 2}, {}, {int64(i)}},
		Unsigned: 1<<63 + uint64(i),
	}
	if i%4 == 3 {
		k.Raw, k.URL, k.Place = nil, nil, nil
	}
	return k
}

// sampleRecord makes the i-th record; it depends on i only.
func sampleRecord(i int, picture []byte) *Record {
	r := &Record{
		Key:    Key(7, 12, 1000, i),
		ID:     fmt.Sprintf("faces.parquet#%d", i),
		URL:    fmt.Sprintf("https://images.example/%d.jpg?a=1&b=<2>", i),
		Box:    &[4]float64{0, 1.5, float64(i), 200},
		Image:  picture,
		Width:  64 + i%7,
		Height: 48,
		Format: "jpeg",
		SHA256: fmt.Sprintf("%064x", i),
		Source: Source{Width: 640 + i%5, Height: 480, Format: []string{"jpeg", "webp"}[i%2]},
		Kept:   keptOf(sampleKept(i)),
	}
	if r.HasCaption = i%5 != 4; r.HasCaption {
		r.Caption = fmt.Sprintf("a face, number %d — \"smiling\"\n", i)
	}
	if i%6 == 5 {
		r.Box = nil
	}
	return r
}

// write writes records into a shard and returns its bytes.
func write(tb testing.TB, format string, s Schema, records ...*Record) []byte {
	tb.Helper()
	var buf bytes.Buffer
	w, err := NewWriter(&buf, format, s)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

// at places a value: repetition level, definition level, leaf.
func at(rep, def, column int, v parquet.Value) parquet.Value { return v.Level(rep, def, column) }

func bytesValue(s string) parquet.Value { return parquet.ByteArrayValue([]byte(s)) }

func fixed(b ...byte) parquet.Value { return parquet.FixedLenByteArrayValue(b) }

var null = parquet.NullValue()

// typed gives a group another group's logical type, as files do that were
// written by other rules than parquet-go's.
type typed struct {
	parquet.Node
	of parquet.Node
}

func (t typed) Type() parquet.Type { return t.of.Type() }

func twoLevelList(name string, element parquet.Node) parquet.Node {
	return typed{parquet.Group{name: parquet.Repeated(element)}, parquet.List(parquet.String())}
}

func namesOf(names ...string) Schema {
	var s Schema
	for _, name := range names {
		s.Kept = append(s.Kept, rows.KeptColumn{Name: name, Node: parquet.String()})
	}
	return s
}

// columnNames are those of a data shard in order.
func columnNames(s Schema) []string {
	return append(s.Columns(), record.KeptNames(s.Kept, s.Columns())...)
}
