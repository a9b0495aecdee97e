package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// What the folders of a Hive-partitioned dataset are called is kept, filtered by and
// taken for captions like any column, on every runner.
func TestPartitions(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	dir := t.TempDir()
	links := good(server, 3, testweb.Picture{Width: 64, Height: 64})
	for i, folder := range []string{"city=New%20York/year=2023", "city=__HIVE_DEFAULT_PARTITION__/year=2024", "city=Rome/year=2025"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("url,n\n%s,%d\n", links[i].row.URL, i)
		if err := os.WriteFile(filepath.Join(dir, folder, "part.csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	type row struct {
		Caption *string `parquet:"caption,optional"`
		N       *string `parquet:"n,optional"`
		Year    *int32  `parquet:"year,optional"`
		City    *string `parquet:"city,optional"`
	}
	for _, c := range []struct{ runner, filter, caption, want string }{
		{"prism", "year < 2025", "none", `[{"Caption":null,"N":"0","Year":2023,"City":"New York"},{"Caption":null,"N":"1","Year":2024,"City":null}]`},
		{"direct", "city != nil", "city", `[{"Caption":"New York","N":"0","Year":2023,"City":null},{"Caption":"Rome","N":"2","Year":2025,"City":null}]`},
	} {
		t.Run(c.filter, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			mustRun(t, "--allow_private", "--progress=off", "--runner="+c.runner, "--input="+dir, "--output="+out, "--where="+c.filter, "--caption_column="+c.caption)
			rows, err := parquet.ReadFile[row](glob(t, out, "data/part-*.parquet")[0])
			if err != nil {
				t.Fatal(err)
			}
			if got, err := json.Marshal(rows); err != nil || string(got) != c.want {
				t.Errorf("got %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
	wantMistake(t, beamcrop(t, "--input="+dir, "--output="+filepath.Join(dir, "out"), "--keep=n,town"), `no column "town"; the columns are: url, n, city, year`)
}
