package shards

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/internal/testphoto"
	"github.com/beamcrop/beamcrop/io/rows"
)

func open(tb testing.TB, data []byte) *parquet.File {
	tb.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func readRows(tb testing.TB, f *parquet.File) []parquet.Row {
	tb.Helper()
	var all []parquet.Row
	for _, group := range f.RowGroups() {
		reader := group.Rows()
		for buf := make([]parquet.Row, 10); ; {
			n, err := reader.ReadRows(buf)
			for _, row := range buf[:n] {
				all = append(all, row.Clone())
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				tb.Fatal(err)
			}
		}
		if err := reader.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return all
}

func TestParquetSchema(t *testing.T) {
	kept := []rows.KeptColumn{
		{Name: "zeta", Node: parquet.Encoded(parquet.FieldID(parquet.String(), 7), &parquet.RLEDictionary)},
		{Name: "Caption", Node: parquet.Optional(parquet.Timestamp(parquet.Microsecond))},
		{Name: "alpha", Node: parquet.Compressed(parquet.Decimal(2, 9, parquet.Int32Type), &parquet.Gzip)},
	}
	for _, c := range []struct{ encoding, image string }{
		{EncodingBase64, "required binary image (STRING);"},
		{EncodingBinary, "optional group image {\n\t\toptional binary bytes;\n\t\toptional binary path (STRING);\n\t}"},
	} {
		t.Run(c.encoding, func(t *testing.T) {
			f := open(t, write(t, FormatParquet, Schema{Kept: kept, ImageEncoding: c.encoding}))
			got := f.Schema().String()
			want := `message beamcrop {
	required binary id (STRING);
	required binary url (STRING);
	optional group box (LIST) {
		repeated group list {
			optional double element;
		}
	}
	optional binary caption (STRING);
	` + c.image + `
	required int32 width (INT(32,true));
	required int32 height (INT(32,true));
	required binary format (STRING);
	required binary sha256 (STRING);
	required int32 source_width (INT(32,true));
	required int32 source_height (INT(32,true));
	required binary source_format (STRING);
	required binary zeta (STRING);
	optional int64 source_Caption (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));
	required int32 alpha (DECIMAL(9,2));
}`
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			for _, element := range f.Metadata().Schema {
				if element.FieldID != 0 {
					t.Errorf("%s has the input's field id %d", element.Name, element.FieldID)
				}
			}
		})
	}
}

func TestParquetRoundTrip(t *testing.T) {
	s := Schema{Kept: columnsOf[keptRow](), ImageEncoding: EncodingBase64}
	var records []*Record
	for i := range 20 {
		records = append(records, sampleRecord(i, []byte{byte(i), 0xFF}))
	}
	for i, row := range readRows(t, open(t, write(t, FormatParquet, s, records...))) {
		r := records[i]
		var got []string
		for _, v := range row[:len(row)-len(r.Kept)] {
			got = append(got, v.String())
		}
		want := []string{r.ID, r.URL, "<null>", "<null>", base64.StdEncoding.EncodeToString(r.Image)}
		if r.Box != nil {
			want = append(append(want[:2:2], parquetTexts(r.Box[:])...), want[3:]...)
		}
		if r.HasCaption {
			want[len(want)-2] = r.Caption
		}
		want = append(want, parquet.ValueOf(r.Width).String(), "48", "jpeg", r.SHA256, parquet.ValueOf(r.Source.Width).String(), "480", r.Source.Format)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("record %d: %s", i, diff)
		}
		kept := row[len(row)-len(r.Kept):]
		for j := range kept {
			kept[j].SetColumnIndex(kept[j].Column() - keptLeaf(s))
		}
		if !kept.Equal(r.Kept) {
			t.Errorf("record %d: kept %+v, want %+v", i, kept, r.Kept)
		}
	}
}

func parquetTexts(numbers []float64) []string {
	var texts []string
	for _, x := range numbers {
		texts = append(texts, parquet.DoubleValue(x).String())
	}
	return texts
}

// TestBytesAreAFunctionOfRecords writes the same shard alone, after others, with
// one and with eight processors, and in parallel.
func TestBytesAreAFunctionOfRecords(t *testing.T) {
	var records, others []*Record
	pictures := [][]byte{testphoto.JPEG(t, 1, 160), testphoto.JPEG(t, 2, 160), testphoto.JPEG(t, 3, 64)}
	for i := range 60 { // several pages of images
		records = append(records, sampleRecord(i, pictures[i%2]))
		others = append(others, sampleRecord(1000-i, pictures[2]))
	}
	for _, c := range kinds() {
		t.Run(c.String(), func(t *testing.T) {
			s := Schema{Kept: columnsOf[keptRow](), ImageEncoding: c.encoding}
			want := write(t, c.format, s, records...)
			if bytes.Equal(want, write(t, c.format, s, others...)) {
				t.Fatal("other records make the same bytes")
			}
			for _, processors := range []int{1, 8} {
				before := runtime.GOMAXPROCS(processors)
				var wg sync.WaitGroup
				for range 2 {
					wg.Go(func() {
						_ = write(t, c.format, s, others...)
						runtime.GC() // empties the pools
						if !bytes.Equal(want, write(t, c.format, s, records...)) {
							t.Errorf("other bytes with %d processors", processors)
						}
					})
				}
				wg.Wait()
				runtime.GOMAXPROCS(before)
			}
		})
	}
}

func groupRows(f *parquet.File) []int64 {
	var counts []int64
	for _, group := range f.RowGroups() {
		counts = append(counts, group.NumRows())
	}
	return counts
}

func TestRowGroupsByRows(t *testing.T) {
	records := make([]*Record, 2500)
	for i := range records {
		records[i] = &Record{ID: "same", Image: []byte("tiny")}
	}
	f := open(t, write(t, FormatParquet, Schema{ImageEncoding: EncodingBase64}, records...))
	if diff := cmp.Diff([]int64{1000, 1000, 500}, groupRows(f)); diff != "" {
		t.Error(diff)
	}
}

func TestRowGroupsByBytes(t *testing.T) {
	const half = (64 << 20) / 2 / 2
	kept := []rows.KeptColumn{{Name: "raw", Node: parquet.Leaf(parquet.ByteArrayType)}}
	r := &Record{Image: make([]byte, half), Kept: parquet.Row{at(0, 0, 0, parquet.ByteArrayValue(make([]byte, half)))}}
	f := open(t, write(t, FormatParquet, Schema{Kept: kept, ImageEncoding: EncodingBinary}, r, r, r))
	if diff := cmp.Diff([]int64{2, 1}, groupRows(f)); diff != "" {
		t.Error(diff)
	}
}

// TestFooterHoldsNoBlobs looks for values of any size in the file's metadata.
func TestFooterHoldsNoBlobs(t *testing.T) {
	blob := []byte(strings.Repeat("blob", 1000))
	kept := []rows.KeptColumn{
		{Name: "raw", Node: parquet.Optional(parquet.Leaf(parquet.ByteArrayType))},
		{Name: "text", Node: parquet.Group{"inner": parquet.String()}},
	}
	r := &Record{ID: "f#1", Image: blob, Width: 3, Kept: parquet.Row{
		at(0, 1, 0, parquet.ByteArrayValue(blob)), at(0, 0, 1, parquet.ByteArrayValue(blob)),
	}}
	for _, encoding := range []string{EncodingBase64, EncodingBinary} {
		t.Run(encoding, func(t *testing.T) {
			s := Schema{Kept: kept, ImageEncoding: encoding}
			f := open(t, write(t, FormatParquet, s, r))
			columns, firstKept := f.Metadata().RowGroups[0].Columns, keptLeaf(s)
			for i, bounded := range map[int]bool{0: true, imageLeaf: false, firstKept - 1: true, firstKept: false, firstKept + 1: false} {
				if got := columns[i].MetaData.Statistics.MaxValue != nil; got != bounded {
					t.Errorf("column %d has bounds: %t", i, got)
				}
			}
			chunk := f.RowGroups()[0].ColumnChunks()[imageLeaf]
			index, err := chunk.ColumnIndex()
			if err != nil {
				t.Fatal(err)
			}
			if low, high := index.MinValue(0).ByteArray(), index.MaxValue(0).ByteArray(); len(low) != 0 || bytes.Compare(high, []byte("\xF4\x8F\xBF\xBF")) < 0 || len(high) > 16 {
				t.Errorf("the page index bounds images by %q and %q", low, high)
			}
		})
	}
}

func TestPageIndexOfNulls(t *testing.T) {
	kept := []rows.KeptColumn{{Name: "raw", Node: parquet.Optional(parquet.Leaf(parquet.ByteArrayType))}}
	r := &Record{Kept: parquet.Row{at(0, 0, 0, null)}}
	f := open(t, write(t, FormatParquet, Schema{Kept: kept, ImageEncoding: EncodingBase64}, r, r))
	index, err := f.RowGroups()[0].ColumnChunks()[12].ColumnIndex()
	if err != nil {
		t.Fatal(err)
	}
	if !index.NullPage(0) || index.NullCount(0) != 2 {
		t.Errorf("null page %t, %d nulls", index.NullPage(0), index.NullCount(0))
	}
}

func TestParquetRepairsUTF8(t *testing.T) {
	kept := []rows.KeptColumn{
		{Name: "text", Node: parquet.Repeated(parquet.String())},
		{Name: "raw", Node: parquet.Leaf(parquet.ByteArrayType)},
	}
	r := &Record{ID: "a\xFF", URL: "b\xFF", Caption: "c\xFF", HasCaption: true, Kept: parquet.Row{
		at(0, 1, 0, bytesValue("good")), at(1, 1, 0, bytesValue("d\xFF")), at(0, 0, 1, bytesValue("e\xFF")),
	}}
	row := readRows(t, open(t, write(t, FormatParquet, Schema{Kept: kept, ImageEncoding: EncodingBinary}, r)))[0]
	var got []string
	for _, v := range append(row[:4:4], row[len(row)-3:]...) {
		got = append(got, string(v.Bytes()))
	}
	want := []string{"a\uFFFD", "b\uFFFD", "", "c\uFFFD", "good", "d\uFFFD", "e\xFF"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if last := row[len(row)-2]; last.RepetitionLevel() != 1 || last.DefinitionLevel() != 1 {
		t.Errorf("a repaired value lost its levels: %+v", last)
	}
}

// TestParquetOldLists writes a column in the layout of older writers.
func TestParquetOldLists(t *testing.T) {
	kept := []rows.KeptColumn{{Name: "tags", Node: parquet.Optional(twoLevelList("array", parquet.String()))}}
	r := &Record{Kept: parquet.Row{at(0, 2, 0, bytesValue("x")), at(1, 2, 0, bytesValue("y"))}}
	row := readRows(t, open(t, write(t, FormatParquet, Schema{Kept: kept, ImageEncoding: EncodingBinary}, r)))[0]
	if got := row[len(row)-2:]; got[0].String() != "x" || got[1].String() != "y" {
		t.Errorf("got %v", got)
	}
}

// TestParquetNullColumn holds that a column of nulls has a physical type in its
// chunks: readers reject a file that has none.
func TestParquetNullColumn(t *testing.T) {
	kept := []rows.KeptColumn{{Name: "nothing", Node: parquet.Optional(parquet.Leaf(parquet.NullType))}}
	r := &Record{Kept: parquet.Row{at(0, 0, 0, null)}}
	f := open(t, write(t, FormatParquet, Schema{Kept: kept, ImageEncoding: EncodingBase64}, r))
	if got := f.Metadata().RowGroups[0].Columns[12].MetaData.Type; got != format.Int32 {
		t.Errorf("type %v", got)
	}
	if got := f.Schema().Fields()[12].Type().LogicalType().String(); got != "NULL" {
		t.Errorf("logical type %s", got)
	}
}

// TestInputStorageIsLeftBehind holds that the encoding and codec of the input
// do not reach the output.
func TestInputStorageIsLeftBehind(t *testing.T) {
	s := Schema{ImageEncoding: EncodingBinary}
	shard := func(node parquet.Node) []byte {
		s.Kept = []rows.KeptColumn{{Name: "tags", Node: parquet.Group{"inner": node}}}
		return write(t, FormatParquet, s, &Record{Kept: parquet.Row{at(0, 0, 0, bytesValue("x"))}})
	}
	stored := parquet.Compressed(parquet.Encoded(parquet.String(), &parquet.RLEDictionary), &parquet.Gzip)
	if !bytes.Equal(shard(parquet.String()), shard(stored)) {
		t.Error("the input's encoding or codec shows in the output")
	}
}
