package parquet

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

func TestNotParquet(t *testing.T) {
	whole := fixture(t, "facecaption").Data
	change := func(at int, to ...byte) []byte {
		data := bytes.Clone(whole)
		copy(data[len(data)+at:], to)
		return data
	}
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "the file is empty"},
		{"CSV", []byte("url,caption\nhttps://x.example/a.jpg,a fäce\n"), "not a Parquet file (no PAR1 magic): is it CSV?"},
		{"JSON", []byte(`{"url": "https://x.example/a.jpg"}`), "is it JSON?"},
		{"HTML", []byte("\n<!doctype html><title>404</title>"), "it is a web page"},
		{"LFS", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:00\n"), "Git LFS pointer"},
		{"gzip", []byte("\x1f\x8b\x08\x00abcdefgh"), "compressed with gzip"},
		{"unknown", []byte("\x00\x01\x02\x03\xff\xfe"), "its format is not known"},
		{"magic only", []byte("PAR1"), "its end is missing"},
		{"truncated", whole[:len(whole)/2], "its end is missing (a truncated download?)"},
		{"end only", whole[len(whole)-40:], "damaged or truncated: its footer says"},
		{"encrypted", change(-4, []byte("PARE")...), "encrypted Parquet files cannot be read"},
		{"encrypted behind its footer", encrypted(t), "encrypted Parquet files cannot be read"},
		{"footer too long", change(-8, 0xff, 0xff, 0xff, 0x7f), "damaged or truncated: its footer says it is 2147483647 bytes"},
		{"footer too short", change(-8, 9, 0, 0, 0), "footer is damaged"},
		{"footer garbage", change(-2000, bytes.Repeat([]byte{0xff}, 1900)...), "damaged"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := &rowstest.File{Data: test.data}
			_, err := input.Inspect(context.Background(), f, Format(), faceColumns)
			rowstest.WantText(t, rowstest.WantError(t, err), test.want)
			_, err = input.Open(f, Format(), faceColumns)
			_ = rowstest.WantError(t, err)
		})
	}
}

// encrypted returns a file whose footer is signed and readable, and all else not.
func encrypted(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	type row struct{ URL string }
	w := parquet.NewGenericWriter[row](&file, parquet.WithEncryption(&parquet.EncryptionConfig{FooterKey: make([]byte, 16)}))
	if _, err := w.Write([]row{{"https://x.example/a.jpg"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestColumnErrors(t *testing.T) {
	tests := []struct {
		name, file, want string
		cols             table.Columns
	}{
		{"no link column", "facecaption",
			`no column "link"; the columns are: _id, url, caption, laion_caption, box (choose with --url_column)`, table.Columns{URL: "link"}},
		{"no name of it", "facecaption", `(choose with --url_column)`, table.Columns{}},
		{"no box column", "facecaption", `no column "rect"; the columns are: _id, url`, table.Columns{URL: "url", Box: "rect"}},
		{"no caption column", "facecaption", `(choose with --caption_column)`, table.Columns{URL: "url", Caption: "text"}},
		{"no kept column", "facecaption", `no column "x"; the columns are: _id, url, caption, laion_caption, box (choose with --keep)`,
			table.Columns{URL: "url", Keep: []string{"_id", "x"}}},
		{"links of numbers", "rich",
			`column "rect" is list<double>, links are a string or a list of strings (choose another with --url_column)`, table.Columns{URL: "rect"}},
		{"boxes of strings", "rich",
			`column "words" is list<string>, a box is a string, or lists or structs of numbers (choose another with --box_column)`,
			table.Columns{URL: "links", Box: "words"}},
		{"boxes of structs", "rich", `column "size" is struct<w: int32, h: int64>, a box is`, table.Columns{URL: "links", Box: "size"}},
		{"a box of one number", "rich", `column "price" is decimal(10,2), a box is`, table.Columns{URL: "links", Box: "price"}},
		{"captions of times", "rich", `column "when" is timestamp(`, table.Columns{URL: "links", Caption: "when"}},
		{"captions of lists of structs", "rich",
			`column "faces" is list<struct<x: int16, tags: list<string>>>, a caption is a string or a list of strings (choose another with --caption_column)`,
			table.Columns{URL: "links", Caption: "faces"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := input.Inspect(context.Background(), fixture(t, test.file), Format(), test.cols)
			rowstest.WantText(t, rowstest.WantError(t, err), test.want)
		})
	}
}

// TestNullColumns: a column of nothing but nulls has no type, and serves.
func TestNullColumns(t *testing.T) {
	cols := table.Columns{URL: "nothing", Box: "nothing", Caption: "nothing", Keep: []string{"nothing"}}
	f := fixture(t, "rich")
	for _, row := range rowstest.Read(t, mustOpen(t, f, cols), table.Range(0, 400), inspect(t, f, cols).Index) {
		if row.URL != "" || row.Box.Text != "" || row.Box.Numbers != nil || row.HasCaption || len(row.Kept) != 1 {
			t.Fatalf("got %+v", row)
		}
	}
}

func TestDamagedFooters(t *testing.T) {
	tests := []struct {
		name, want string
		change     func(*format.FileMetaData)
	}{
		{"rows", "it counts 7 rows, and 1500 in its row groups", func(m *format.FileMetaData) { m.NumRows = 7 }},
		{"rows of a group", "the pages hold", func(m *format.FileMetaData) { m.RowGroups[0].NumRows++; m.NumRows++ }},
		{"negative rows", "row group 0 has -1 rows", func(m *format.FileMetaData) { m.RowGroups[0].NumRows = -1 }},
		{"an offset", "row group 0, column url", func(m *format.FileMetaData) {
			m.RowGroups[0].Columns[1].MetaData.DataPageOffset = 1 << 40
			m.RowGroups[0].Columns[1].MetaData.DictionaryPageOffset = 0
		}},
		{"a wrong offset", "row group 1, column url", func(m *format.FileMetaData) {
			m.RowGroups[1].Columns[1].MetaData.DataPageOffset++
			m.RowGroups[1].Columns[1].MetaData.DictionaryPageOffset = 0
		}},
		{"a size", "row group 0, column url", func(m *format.FileMetaData) { m.RowGroups[0].Columns[1].MetaData.TotalCompressedSize = 1 << 40 }},
		{"other files", `its data lies in another file, "x.bin"`, func(m *format.FileMetaData) { m.RowGroups[1].Columns[1].FilePath = "x.bin" }},
		{"no columns", "damaged", func(m *format.FileMetaData) { m.RowGroups[1].Columns = m.RowGroups[1].Columns[:2] }},
		{"no schema", "damaged", func(m *format.FileMetaData) { m.Schema = nil }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := refooter(t, fixture(t, "facecaption"), test.change)
			_, err := input.Inspect(context.Background(), f, Format(), faceColumns)
			rowstest.WantText(t, rowstest.WantError(t, err), test.want)
		})
	}
}

// TestDamagedPages flips bytes of the data and reads on: the rows come back or
// an InputError does, and nothing panics.
func TestDamagedPages(t *testing.T) {
	for _, name := range []string{"facecaption", "indexed", "lz4", "rich"} {
		whole := fixture(t, name)
		cols, found := faceColumns, 0
		if name == "rich" {
			cols = richColumns
		}
		index := inspect(t, whole, cols).Index
		for at := 10; at < len(whole.Data)*2/3; at += len(whole.Data) / 41 {
			f := &rowstest.File{Data: bytes.Clone(whole.Data)}
			f.Data[at] ^= 0x55
			r, err := openReader(input.File{File: f}, cols)
			if err = input.Blame(f, err); err == nil {
				err = r.Read(context.Background(), table.Range(0, min(r.rows(), 300)), index, func(input.Row) error { return nil })
			}
			if err != nil {
				_ = rowstest.WantError(t, err)
				found++
			}
		}
		if found < 5 {
			t.Errorf("%s: only %d damages were found", name, found)
		}
	}
}

// TestUnreachable: trouble with the store is not the file's fault.
func TestUnreachable(t *testing.T) {
	lost := errors.New("connection lost")
	for _, name := range []string{"facecaption", "indexed"} {
		f := fixture(t, name)
		index := inspect(t, f, faceColumns).Index
		r := mustOpen(t, f, faceColumns)
		f.Fail.Store(&lost)
		_, opening := input.Open(f, Format(), faceColumns)
		_, inspecting := input.Inspect(context.Background(), f, Format(), faceColumns)
		reading := r.Read(context.Background(), table.Range(0, 9), index, func(input.Row) error { return nil })
		for what, err := range map[string]error{"Open": opening, "Inspect": inspecting, "Read": reading} {
			var input *input.Error
			if !errors.Is(err, lost) || errors.As(err, &input) {
				t.Errorf("%s: %s returned %v", name, what, err)
			}
		}
	}
}
