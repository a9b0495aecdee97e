package plan

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// The digest of local files follows what they hold, not when they were written or
// where they lie, whether all of a file is hashed or its footer alone.
func TestIdentify(t *testing.T) {
	text := []byte("url,caption\nhttp://a/1,one\n")
	edited := bytes.Replace(text, []byte("one"), []byte("two"), 1)
	for name, c := range map[string]struct {
		name          string
		whole         bool
		first, second []byte
		same          bool
	}{
		"touched text":          {"a.csv", true, text, text, true},
		"edited text":           {"a.csv", true, text, edited, false},
		"touched Parquet":       {"a.parquet", true, parquetRows(t, 3), parquetRows(t, 3), true},
		"edited Parquet":        {"a.parquet", true, parquetRows(t, 3), parquetRows(t, 4), false},
		"touched large Parquet": {"a.parquet", false, parquetRows(t, 3), parquetRows(t, 3), true},
		"edited large Parquet":  {"a.parquet", false, parquetRows(t, 3), parquetRows(t, 4), false},
		"touched large text":    {"a.csv", false, text, text, false},
		"no Parquet at all":     {"a.parquet", false, text, text, false},
	} {
		t.Run(name, func(t *testing.T) {
			digest := func(content []byte, age time.Duration) string {
				path := filepath.Join(t.TempDir(), c.name)
				if err := os.WriteFile(path, content, 0o600); err != nil {
					t.Fatal(err)
				}
				at := time.Unix(1_700_000_000, 0).Add(-age)
				if err := os.Chtimes(path, at, at); err != nil {
					t.Fatal(err)
				}
				return digestOf(t, path, c.whole)
			}
			if same := digest(c.first, 0) == digest(c.second, time.Hour); same != c.same {
				t.Errorf("the same digest: %t, want %t", same, c.same)
			}
		})
	}
}

func digestOf(t *testing.T, path string, whole bool) string {
	t.Helper()
	store := files.New()
	matched, err := Match(t.Context(), store, []string{path}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if !whole { // as if there were more of them
		padded := []workplan.File{matched[0], {URI: "s3://bucket/x.parquet", Size: hashedWhole, Format: rows.FormatParquet}}
		if err := Identify(t.Context(), store, padded); err != nil {
			t.Fatal(err)
		}
		return ContentDigest(padded[:1])
	}
	if err := Identify(t.Context(), store, matched); err != nil {
		t.Fatal(err)
	}
	return ContentDigest(matched)
}

func parquetRows(t *testing.T, n int) []byte {
	t.Helper()
	type row struct {
		URL string `parquet:"url"`
	}
	var file bytes.Buffer
	if err := parquet.Write(&file, make([]row, n)); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
