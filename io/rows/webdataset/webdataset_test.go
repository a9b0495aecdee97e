package webdataset

import (
	"archive/tar"
	"bytes"
	"fmt"
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

// onDiskFile is a file that is read without requests.
type onDiskFile struct{ *rowstest.File }

func (onDiskFile) Unchanged() error { return nil }

// TestCost: on a disk the pictures of other rows are not read. On an object store a few
// requests do for many rows, and large pictures are passed over.
func TestCost(t *testing.T) {
	const samples, megabyte = 200, 1 << 20
	for name, c := range map[string]struct {
		picture    int
		remote     bool
		inspect    [2]int64 // requests and bytes, at most
		three, all [2]int64 // of reading so many pictures
	}{
		"on disk":                {100_000, false, [2]int64{3 * samples, 4 * megabyte}, [2]int64{20, 400_000}, [2]int64{3 * samples, 25 * megabyte}},
		"remote":                 {100_000, true, [2]int64{25, 20 * megabyte}, [2]int64{9, 4 * megabyte}, [2]int64{25, 20 * megabyte}},
		"remote, small pictures": {2_000, true, [2]int64{3, megabyte}, [2]int64{3, megabyte}, [2]int64{3, megabyte}},
		"remote, large pictures": {2 * megabyte, true, [2]int64{samples + 5, 25 * megabyte}, [2]int64{9, 10 * megabyte}, [2]int64{2*samples + 5, 440 * megabyte}},
	} {
		t.Run(name, func(t *testing.T) {
			var members []string
			for i := range samples {
				key := fmt.Sprint("sample", i)
				members = append(members, key+".txt", "text", key+".jpg", strings.Repeat("p", c.picture))
			}
			counted := &rowstest.File{Data: tarOf(t, members...)}
			src := input.File{File: counted}
			if !c.remote {
				src = input.File{File: onDiskFile{counted}}
			}
			r, err := open(src, table.Columns{Image: Picture}.OnlyPictures())
			if err != nil {
				t.Fatal(err)
			}
			check := func(what string, most [2]int64) {
				t.Helper()
				if got := [2]int64{counted.Requests.Load(), counted.Bytes.Load()}; got[0] > most[0] || got[1] > most[1] {
					t.Errorf("%s took %d requests and %d bytes, want at most %d", what, got[0], got[1], most)
				}
				counted.Reset()
			}
			counted.Reset()
			info, err := r.Inspect(t.Context())
			if err != nil || info.Rows != samples {
				t.Fatal(info.Rows, err)
			}
			check("the inspection", c.inspect)
			for what, sel := range map[string]table.Selection{"three rows": table.Select([]int64{10, 100, 150}), "all rows": table.Range(0, samples)} {
				rows := rowstest.Read(t, r, sel, info.Index.Cut(sel))
				if len(rows[len(rows)-1].Picture.Data) != c.picture {
					t.Fatal("the pictures differ")
				}
				check(what, map[string][2]int64{"three rows": c.three, "all rows": c.all}[what])
			}
		})
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
