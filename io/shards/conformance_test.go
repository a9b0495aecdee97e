package shards

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

// kind is one kind of data file.
type kind struct{ format, encoding string }

func (k kind) String() string { return k.format + "-" + k.encoding }

func (k kind) schema(kept ...rows.KeptColumn) Schema {
	return Schema{Kept: kept, ImageEncoding: k.encoding}
}

// kinds returns every kind of data file there is.
func kinds() []kind {
	var all []kind
	for _, format := range Formats() {
		for _, encoding := range Encodings(format) {
			for _, file := range FilesOf(format) {
				all = append(all, kind{file, encoding})
			}
		}
	}
	return all
}

// TestConformance holds what is true of every kind of data file.
func TestConformance(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.String(), func(t *testing.T) {
			t.Run("reads back", k.testReadsBack)
			t.Run("reads back thousands", k.testThousands)
			t.Run("empty", k.testEmpty)
			t.Run("golden", k.testGolden)
			t.Run("refuses rows", k.testRefusesRows)
			t.Run("keeps its error", k.testKeepsItsError)
			t.Run("closed once", k.testClosedOnce)
			t.Run("keeps no record", k.testKeepsNoRecord)
			t.Run("cut short", k.testCutShort)
		})
	}
}

// oddRecords are records with what is odd in rows: nulls, other scripts, text
// that needs escapes, bytes that are no text, a name that collides, no picture.
func oddRecords() []*Record {
	records := make([]*Record, 8)
	for i := range records {
		records[i] = interopRecord(i, []byte{0xFF, 0xD8, byte(i), 0})
		records[i].Exact = image.Rect(i, 2, 30+i, 40)
		records[i].Rescaled = i%3 == 1
		records[i].Score = new(float64(i) / 8)
	}
	records[6].Score = nil
	records[0].Caption = "顔 — 👩🏽‍🦱 \u2028 \"quoted\" \\ \x00\n<b>&amp;</b> עברית"
	records[1].Caption, records[1].URL = "not \xFF UTF-8", "https://x.example/\xFE"
	records[2].Box = &[4]float64{0.25, 1e-9, 1234567.5, 3}
	records[3].Format = "png"
	records[4].Image = []byte{}
	records[5].ID = "a/ü.parquet#7/3"
	return records
}

// asRead is what a reader gives back of a record.
func (k kind) asRead(r *Record) *Record {
	got := *r
	got.Key, got.Caption, got.HasCaption, got.Kept = "", "", false, nil
	got.ID, got.URL = strings.ToValidUTF8(r.ID, "\uFFFD"), strings.ToValidUTF8(r.URL, "\uFFFD")
	if r.Box != nil && k.format == FormatTFRecord {
		got.Box = new([4]float64)
		for i, x := range r.Box {
			got.Box[i] = float64(float32(x))
		}
	}
	return &got
}

func readBack(tb testing.TB, k kind, s Schema, data []byte) []*Record {
	tb.Helper()
	records, err := k.readAll(s, data)
	if err != nil {
		tb.Fatal(err)
	}
	return records
}

func (k kind) readAll(s Schema, data []byte) (records []*Record, err error) {
	r, err := NewReader(bytes.NewReader(data), int64(len(data)), k.format, s)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			if _, again := r.Read(); !errors.Is(again, err) {
				return nil, fmt.Errorf("%w, then %w", err, again)
			}
			return nil, err
		}
		records = append(records, record)
	}
}

func (k kind) checkReadsBack(t *testing.T, s Schema, records []*Record) {
	t.Helper()
	data := write(t, k.format, s, records...)
	if !bytes.Equal(data, write(t, k.format, s, records...)) {
		t.Error("the same records make other bytes")
	}
	if k.format == FormatIndex { // read by others: see TestInterop, TestIndex
		return
	}
	var want []*Record
	for _, r := range records {
		w := k.asRead(r)
		if !s.Exact {
			w.Exact, w.Score, w.Rescaled = image.Rectangle{}, nil, false
		}
		want = append(want, w)
	}
	got := readBack(t, k, s, data)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatal(diff)
	}
	for i, r := range got { // with what its row has, a record makes the same file again
		r.Key, r.Caption, r.HasCaption, r.Kept = records[i].Key, records[i].Caption, records[i].HasCaption, records[i].Kept
	}
	if !bytes.Equal(data, write(t, k.format, s, got...)) {
		t.Error("what was read makes other bytes")
	}
}

func (k kind) testReadsBack(t *testing.T) {
	for _, exact := range []bool{false, true} {
		s := k.schema(interopKept()...)
		s.Exact, s.Score, s.Rescaled = exact, exact, exact
		k.checkReadsBack(t, s, oddRecords())
	}
	s := namesOf("URL", "Image", "key", "crop_x", "file_name", "ſha256", "text")
	s.ImageEncoding = k.encoding
	r := sampleRecord(0, []byte("x"))
	r.Kept = nil
	for i := range s.Kept {
		r.Kept = append(r.Kept, at(0, 0, i, bytesValue("kept")))
	}
	k.checkReadsBack(t, s, []*Record{r})
}

func (k kind) testThousands(t *testing.T) {
	var records []*Record
	for i := range 3500 {
		records = append(records, sampleRecord(i, bytes.Repeat([]byte{byte(i)}, i%50)))
	}
	k.checkReadsBack(t, k.schema(columnsOf[keptRow]()...), records)
}

func (k kind) testEmpty(t *testing.T) { k.checkReadsBack(t, k.schema(interopKept()...), nil) }

// testGolden holds the bytes themselves: when they change, what an unfinished
// run wrote before does not fit what it writes now, so pipeline's layoutVersion
// has to change too.
func (k kind) testGolden(t *testing.T) {
	s := k.schema(interopKept()...)
	s.Exact, s.Score, s.Rescaled = true, true, true
	got := write(t, k.format, s, oddRecords()...)
	name := filepath.Join("testdata", "golden", k.String()+"."+Extension(k.format))
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("the bytes are not those of %s", name)
	}
}

// testRefusesRows holds that kept values which do not fit their columns are an
// error: parquet-go takes them on trust.
func (k kind) testRefusesRows(t *testing.T) {
	kept := []rows.KeptColumn{
		{Name: "n", Node: parquet.Leaf(parquet.Int32Type)},
		{Name: "s", Node: parquet.Optional(parquet.String())},
		{Name: "u", Node: parquet.Repeated(parquet.UUID())},
		{Name: "z", Node: parquet.Optional(parquet.Leaf(parquet.NullType))},
	}
	n, s := at(0, 0, 0, parquet.Int32Value(1)), at(0, 1, 1, bytesValue("x"))
	u, z := at(0, 1, 2, parquet.FixedLenByteArrayValue(make([]byte, 16))), at(0, 0, 3, null)
	for _, c := range []struct {
		name string
		row  parquet.Row
		want string
	}{
		{"fits", parquet.Row{n, s, u, z}, ""},
		{"nothing", nil, "no value"},
		{"a leaf is missing", parquet.Row{n, s, z}, "no value"},
		{"a leaf too many", parquet.Row{n, s, u, z, at(0, 0, 4, null)}, "1 values beyond its 4 kept leaves"},
		{"another kind", parquet.Row{at(0, 0, 0, parquet.Int64Value(1)), s, u, z}, "INT64 in a column of INT32"},
		{"a number for a string", parquet.Row{n, at(0, 1, 1, parquet.Int64Value(1)), u, z}, "INT64 in a column of BYTE_ARRAY"},
		{"null where required", parquet.Row{at(0, 0, 0, null), s, u, z}, "null at definition level 0"},
		{"null as though present", parquet.Row{n, at(0, 1, 1, null), u, z}, "null at definition level 1"},
		{"value as though absent", parquet.Row{n, at(0, 0, 1, bytesValue("x")), u, z}, "a value at definition level 0 of 1"},
		{"deeper than the schema", parquet.Row{n, at(0, 2, 1, bytesValue("x")), u, z}, "levels 0, 2 exceed 0, 1"},
		{"two values where one fits", parquet.Row{n, n, s, u, z}, "repetition level 0 at the wrong place"},
		{"starts with a repetition", parquet.Row{n, s, at(1, 1, 2, parquet.FixedLenByteArrayValue(make([]byte, 16))), z}, "repetition level 1 at the wrong place"},
		{"short fixed bytes", parquet.Row{n, s, at(0, 1, 2, fixed(1, 2)), z}, "2 bytes in a column of 16"},
		{"value in a null column", parquet.Row{n, s, u, at(0, 1, 3, parquet.Int32Value(1))}, "INT32 in a column of nulls"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := NewWriter(io.Discard, k.format, k.schema(kept...))
			if err != nil {
				t.Fatal(err)
			}
			err = w.Write(&Record{ID: "f#1", Kept: c.row})
			checkError(t, err, c.want)
			checkError(t, w.Close(), c.want)
		})
	}
}

func (k kind) testKeepsItsError(t *testing.T) {
	w, err := NewWriter(&fullDisk{left: 10}, k.format, k.schema())
	if err != nil {
		t.Fatal(err)
	}
	_ = w.Write(&Record{ID: "f#1"}) // Parquet buffers it
	if err := w.Close(); !errors.Is(err, errFull) {
		t.Errorf("Close: %v", err)
	}
	if err := w.Write(&Record{ID: "f#2"}); !errors.Is(err, errFull) {
		t.Errorf("Write: %v", err)
	}
}

func (k kind) testClosedOnce(t *testing.T) {
	var buf bytes.Buffer
	w, err := NewWriter(&buf, k.format, k.schema())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	size := buf.Len()
	if err := w.Close(); !errors.Is(err, record.ErrClosed) {
		t.Errorf("Close: %v", err)
	}
	if err := w.Write(&Record{}); !errors.Is(err, record.ErrClosed) {
		t.Errorf("Write: %v", err)
	}
	if buf.Len() != size {
		t.Errorf("%d bytes were written after Close", buf.Len()-size)
	}
}

// testKeepsNoRecord changes a record after it was written.
func (k kind) testKeepsNoRecord(t *testing.T) {
	s := k.schema(rows.KeptColumn{Name: "s", Node: parquet.String()})
	shard := func(spoil bool) []byte {
		picture, kept := []byte("picture"), []byte("kept")
		var buf bytes.Buffer
		w, err := NewWriter(&buf, k.format, s)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(&Record{Image: picture, Kept: parquet.Row{at(0, 0, 0, parquet.ByteArrayValue(kept))}}); err != nil {
			t.Fatal(err)
		}
		if spoil {
			clear(picture)
			clear(kept)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return buf.Bytes()
	}
	if !bytes.Equal(shard(true), shard(false)) {
		t.Error("the shard holds what the record became later")
	}
}

// testCutShort reads files that end early: either that is an error, or whole
// records come, which the sidecar's size tells from the whole file.
func (k kind) testCutShort(t *testing.T) {
	if k.format == FormatIndex {
		return
	}
	s := k.schema(columnsOf[keptRow]()...)
	records := []*Record{sampleRecord(0, []byte("one")), sampleRecord(1, []byte("two"))}
	data := write(t, k.format, s, records...)
	want := readBack(t, k, s, data)
	for n := 0; n < len(data); n += 7 {
		got, err := k.readAll(s, data[:n])
		if err == nil && len(got) > 0 && !cmp.Equal(want[:len(got)], got) {
			t.Fatalf("%d of %d bytes give %v", n, len(data), got)
		}
	}
}
