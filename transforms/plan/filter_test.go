package plan

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/sample"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

type picture struct {
	URL    string   `parquet:"url"`
	Width  *int32   `parquet:"width,optional"`
	Score  *float64 `parquet:"score,optional"`
	Tag    *string  `parquet:"height width,optional"`
	Unsafe bool     `parquet:"unsafe"`
}

// pictures is a dataset in which some cells of every column are null.
func pictures(n int) []picture {
	list := make([]picture, n)
	for i := range list {
		width, score, tag := int32(i*37%1000), float64(i%100)/100, fmt.Sprintf("%d 10", i%5)
		list[i] = picture{URL: fmt.Sprintf("http://h/%d", i), Width: &width, Score: &score, Tag: &tag, Unsafe: i%3 == 0}
		if i%7 == 3 {
			list[i].Width = nil
		}
		if i%11 == 5 {
			list[i].Score, list[i].Tag = nil, nil
		}
	}
	return list
}

// text writes the pictures as text, each cell by cell; null is what a null is.
func text(list []picture, null string, row func(url, width, score, tag string, unsafe bool) string) string {
	var b strings.Builder
	for _, p := range list {
		width, score, tag := null, null, null
		if p.Width != nil {
			width = fmt.Sprint(*p.Width)
		}
		if p.Score != nil {
			score, tag = fmt.Sprint(*p.Score), *p.Tag
		}
		b.WriteString(row(p.URL, width, score, tag, p.Unsafe) + "\n")
	}
	return b.String()
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func inspect(t *testing.T, pattern, filter string) ([]workplan.Inspected, error) {
	t.Helper()
	store := files.New()
	matched, err := Match(t.Context(), store, []string{pattern}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	var inspected []workplan.Inspected
	for _, f := range matched {
		i, err := Inspect(t.Context(), store, f, rows.Columns{URL: "url"}, filter)
		if err != nil {
			return nil, err
		}
		inspected = append(inspected, i)
	}
	return inspected, nil
}

// The same rows match, whatever format they come in.
func TestFilterOfEveryFormat(t *testing.T) {
	const n = 5000
	list := pictures(n)
	var parquetData, packed bytes.Buffer
	if err := parquet.Write(&parquetData, list, parquet.MaxRowsPerRowGroup(2000)); err != nil {
		t.Fatal(err)
	}
	jsonl := text(list, "null", func(url, width, score, tag string, unsafe bool) string {
		if tag != "null" {
			tag = `"` + tag + `"`
		}
		return fmt.Sprintf(`{"url": %q, "width": %s, "score": %s, "height width": %s, "unsafe": %v}`, url, width, score, tag, unsafe)
	})
	zip := gzip.NewWriter(&packed)
	if _, err := zip.Write([]byte(jsonl)); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	csv := "url,width,score,height width,unsafe\n" + text(list, "", func(url, width, score, tag string, unsafe bool) string {
		return fmt.Sprintf(`%s,%s,%s,"%s",%v`, url, width, score, tag, unsafe)
	})

	typed := `(width >= 512 or score < 0.25) and not unsafe and row["height width"] != "3 10"`
	asText := `(int(width) >= 512 or float(score) < 0.25) and unsafe == "false" and row["height width"] != "3 10"`
	var want []int64
	for i, p := range list {
		if (p.Width != nil && *p.Width >= 512 || p.Score != nil && *p.Score < 0.25) && !p.Unsafe && p.Tag != nil && *p.Tag != "3 10" {
			want = append(want, int64(i))
		}
	}
	for name, c := range map[string]struct {
		data   []byte
		filter string
	}{
		"a.parquet":  {parquetData.Bytes(), typed},
		"a.jsonl":    {[]byte(jsonl), typed},
		"a.jsonl.gz": {packed.Bytes(), typed},
		"a.csv":      {[]byte(csv), asText},
		"a.tsv":      {[]byte(strings.ReplaceAll(strings.ReplaceAll(csv, `"`, ""), ",", "\t")), asText},
	} {
		t.Run(name, func(t *testing.T) {
			inspected, err := inspect(t, write(t, name, c.data), c.filter)
			if err != nil {
				t.Fatal(err)
			}
			m := inspected[0].Matched
			if got := slices.Collect(m.Rows.All()); !slices.Equal(got, want) || m.Unclear > 0 {
				t.Fatalf("%d rows match, want %d (%d unclear: %s)", len(got), len(want), m.Unclear, m.Why)
			}
			chosen, err := Choose(inspected, Options{Where: c.filter, Sample: sample.Size{Rows: 100}, Seed: 3})
			if err != nil {
				t.Fatal(err)
			}
			in := 0
			for part := range workplan.Cut(inspected, chosen, 30) {
				for row := range part.Segments[0].Rows.All() {
					in++
					if !slices.Contains(want, row) {
						t.Errorf("row %d was chosen", row)
					}
				}
			}
			if in != 100 {
				t.Errorf("%d rows were chosen, not 100", in)
			}
		})
	}
}

// Rows that cannot be judged, or read, do not match and are counted.
func TestFilterUnclear(t *testing.T) {
	inspected, err := inspect(t, write(t, "a.csv", []byte("url,w\nu,7\nu,wide\nu,\nu,8,9\nu,12\n")), "int(w) > 7")
	if err != nil {
		t.Fatal(err)
	}
	want := workplan.Matched{Filtered: true, Rows: table.Select([]int64{4}), Unclear: 2, Why: inspected[0].Matched.Why}
	if diff := cmp.Diff(want, inspected[0].Matched); diff != "" || !strings.HasPrefix(want.Why, "a.csv#1: at character 1: ") {
		t.Errorf("%s%s", want.Why, diff)
	}
}

// What is wrong with a filter is found before anything is downloaded.
func TestFilterMistakes(t *testing.T) {
	folder := func(t *testing.T, texts ...string) string {
		dir := t.TempDir()
		for i, text := range texts {
			name := fmt.Sprintf("%d.jsonl", i)
			if strings.HasPrefix(text, "url") {
				name = fmt.Sprintf("%d.csv", i)
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	for name, c := range map[string]struct {
		texts        []string
		filter, want string
	}{
		"none matches":          {[]string{"url,w\nu,7\n"}, "w == '8'", "none of 1 rows matches --where=w == '8'"},
		"none can be judged":    {[]string{"url,w\nu,x\n"}, "int(w) == 8", "which cannot be told of 1 of them, first of 0.csv#0: at character 1"},
		"a file lacks a column": {[]string{"url,w\nu,7\n", "url,v\nu,7\n"}, "w == '7'", `1.csv: --where: at character 1: there is no column "w"`},
		"JSON has it somewhere": {[]string{`{"url": "u"}`, `{"url": "u", "w": 7}`}, "w == 7", ""},
		"JSON has it nowhere":   {[]string{`{"url": "u"}`, `{"url": "u", "w": 7}`}, "w == nil or v == 7", `--where: at character 13: there is no column "v"; the columns are: url, w`},
		"JSON of another type":  {[]string{`{"url": "u", "w": 1}`, `{"url": "u", "w": 0.5}`}, `w != "x"`, "--where: at character 3: invalid operation"},
		"JSON of mixed types":   {[]string{`{"url": "u", "w": "y"}`, `{"url": "u", "w": 0.5}`}, `w != "x"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inspected, err := inspect(t, folder(t, c.texts...), c.filter)
			if err == nil {
				_, err = Choose(inspected, Options{Where: c.filter})
			}
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil {
				t.Fatal("no error")
			}
			if line, code, _ := joberror.Find(err); code != joberror.Usage || !strings.Contains(line, c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
