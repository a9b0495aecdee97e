package webdataset

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

func tarOf(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		h := &tar.Header{Name: members[i], Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(members[i+1]))}
		if strings.HasSuffix(members[i], "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packed(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// mixed has samples of every shape; big is longer than a block and a read-ahead.
func mixed(t testing.TB) (data []byte, big string) {
	big = strings.Repeat("x", 200_000)
	return tarOf(t,
		"set/", "",
		"set/a.jpg", "one", "set/a.json", `{"url": "http://h/a", "n": 1, "image": 7}`, "set/a.txt", "first\n",
		"set/b.cls", "12", "set/b.face.PNG", big, "README", "nothing",
		"set/c.json", `{"n": `, "set/c.webp", "three",
		"set/d.txt", "no picture",
		"set/a.jpg", "again", // out of order
		"set/e.jpg", "1", "set/e.jpg", "2", // a member twice
		"set/"+strings.Repeat("long", 60)+".jpg", "named at length",
	), big
}

func TestSamples(t *testing.T) {
	plain, big := mixed(t)
	for name, data := range map[string][]byte{"tar": plain, "tar.gz": packed(t, plain)} {
		t.Run(name, func(t *testing.T) {
			f := &rowstest.File{Data: data}
			cols := table.Columns{Image: Picture, Caption: "txt", KeepAll: true, Also: []string{"n"}}
			got, info := rowstest.ReadAll(t, f, Format(), cols)
			none := []any{nil}
			want := []rowstest.TextRow{
				{Caption: "first", HasCaption: true, Kept: []any{"set/a", "http://h/a", int64(1), nil}, Also: []any{int64(1)}},
				{Kept: []any{"set/b", nil, nil, int64(12)}, Also: none},
				{Invalid: "its set/c.json is not a JSON object", Kept: make([]any, 4), Also: none},
				{Caption: "no picture", HasCaption: true, Kept: []any{"set/d", nil, nil, nil}, Also: none},
				{Kept: []any{"set/a", nil, nil, nil}, Also: none},
				{Kept: []any{"set/e", nil, nil, nil}, Also: none},
				{Kept: []any{"set/e", nil, nil, nil}, Also: none},
				{Kept: []any{"set/" + strings.Repeat("long", 60), nil, nil, nil}, Also: none},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			r := rowstest.Open(t, f, Format(), cols.OnlyPictures())
			for row, picture := range []string{"one", big, "three", "", "again", "1", "2", "named at length"} {
				sel := table.Range(int64(row), 1)
				read := rowstest.Read(t, r, sel, info.Index.Cut(sel).OnlyPlaces())
				if len(read) != 1 || string(read[0].Picture.Data) != picture {
					t.Errorf("row %d has another picture", row)
				}
			}
		})
	}
}

// TestCost: neither an inspection nor a read of rows reads the pictures of others.
func TestCost(t *testing.T) {
	var members []string
	for i := range 200 {
		key := strings.Repeat("k", 1+i)
		members = append(members, key+".jpg", strings.Repeat("p", 100_000), key+".txt", "text")
	}
	f := &rowstest.File{Data: tarOf(t, members...)}
	cols := table.Columns{Image: Picture}
	info := rowstest.Inspect(t, f, Format(), cols)
	f.Reset()
	rowstest.Inspect(t, f, Format(), cols)
	if read, all := f.Bytes.Load(), int64(len(f.Data)); read > all/4 {
		t.Errorf("an inspection read %d bytes of %d", read, all)
	}
	r, sel := rowstest.Open(t, f, Format(), cols.OnlyPictures()), table.Select([]int64{10, 100, 150})
	f.Reset()
	if got := rowstest.Read(t, r, sel, info.Index.Cut(sel)); len(got) != 3 || len(got[2].Picture.Data) != 100_000 {
		t.Fatal("the pictures differ")
	}
	if read := f.Bytes.Load(); read > 500_000 {
		t.Errorf("3 rows took %d bytes", read)
	}
}

func TestBadTars(t *testing.T) {
	whole, _ := mixed(t)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":         {nil, "the file is empty"},
		"cut in a body": {whole[:100_000], "the tar cannot be read after row 0: it is cut short"},
		"cut in a head": {whole[:2000], "it is cut short"},
		"cut packed":    {packed(t, whole)[:500], "cut short"},
		"no tar":        {bytes.Repeat([]byte("words "), 500), "the tar cannot be read"},
		"no samples":    {tarOf(t, "README", "x"), "the tar holds no samples"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := input.Inspect(t.Context(), &rowstest.File{Data: c.data}, Format(), table.Columns{Image: Picture})
			if got := rowstest.WantError(t, err); !strings.Contains(got.Error(), c.says) {
				t.Errorf("%v, want %q", got, c.says)
			}
		})
	}
}

func FuzzTar(f *testing.F) {
	f.Add(tarOf(f, "a.jpg", "x", "a.json", "{\"n\": 1}", "b.txt", "t", "a.png", "y", "a.png", "z"))
	f.Add(tarOf(f, strings.Repeat("long", 60)+".jpg", "x", "a.json", "{}"))
	f.Add(packed(f, tarOf(f, "a.cls", "1")))
	f.Fuzz(func(t *testing.T, data []byte) {
		rowstest.Fuzz(t, data, Format(), table.Columns{Image: Picture, KeepAll: true})
	})
}

// A field may be the row's link, its box and its caption at once, as in other formats.
func TestOneFieldOfSeveralUses(t *testing.T) {
	f := &rowstest.File{Data: tarOf(t, "a.json", `{"text": "http://a/1"}`)}
	rows, _ := rowstest.ReadAll(t, f, Format(), table.Columns{URL: "text", Box: "text", Caption: "text", Also: []string{"text"}, Keep: []string{"text"}})
	want := []rowstest.TextRow{{URL: "http://a/1", Box: table.Box{Text: "http://a/1"}, Caption: "http://a/1", HasCaption: true, Also: []any{"http://a/1"}, Kept: []any{"http://a/1"}}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}
