package plan

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// hiveCases are the folders of a dataset's files, and what each key is in them.
var hiveCases = []struct {
	name    string
	folders []string
	want    string
	alone   string // why pyarrow has something else
}{
	{"numbers", []string{"a=1", "a=-2", "a=03"}, "a int32: 1 -2 3", ""},
	{"a plus", []string{"a=1", "a=+2"}, "a string: 1 +2", ""},
	{"a blank", []string{"a=1", "a= 2"}, "a string: 1  2", ""},
	{"large numbers", []string{"a=1", "a=3000000000"}, "a string: 1 3000000000", ""},
	{"texts", []string{"a=1", "a=x"}, "a string: 1 x", ""},
	{"fractions", []string{"a=1.5"}, "a string: 1.5", ""},
	{"empty", []string{"a=", "a=1"}, "a string:  1", ""},
	{"null", []string{"a=1", "a=__HIVE_DEFAULT_PARTITION__"}, "a int32: 1 null", ""},
	{"the word null", []string{"a=1", "a=null"}, "a string: 1 null", ""},
	{"nothing but nulls", []string{"a=__HIVE_DEFAULT_PARTITION__"}, "a string: null", "it refuses the dataset"},
	{"escaped", []string{"a=New%20York", "a=x%2Fy%3D%25", "a=%zz"}, "a string: New York x/y=% %zz", "it refuses escapes that are none"},
	{"an escaped key", []string{"a%20b=1"}, "a b int32: 1", ""},
	{"two keys", []string{"y=2024/m=01", "y=2024/m=02"}, "y int32: 2024 2024, m int32: 1 2", ""},
	{"a key twice", []string{"a=1/a=2"}, "a int32: 1", ""},
	{"a key that one lacks", []string{"y=1/m=2", "y=1"}, "y int32: 1 1, m int32: 2 null", ""},
	{"other folders", []string{"train/a=1", "a=2/more", "test"}, "a int32: 1 2 null", ""},
	{"no key", []string{"=1"}, "", "it makes a column without a name, which nothing could ask for"},
}

func TestHive(t *testing.T) {
	for _, c := range hiveCases {
		t.Run(c.name, func(t *testing.T) {
			var matched []workplan.File
			for i, folder := range c.folders {
				uri := fmt.Sprintf("/data/set=0/%s/%d.parquet", folder, i)
				matched = append(matched, workplan.File{URI: uri, Constants: constantsBelow("/data/set=0", uri)})
			}
			shareConstants(matched)
			var columns []string
			for i, k := range matched[0].Constants {
				text := k.Name + " " + k.Type + ":"
				for _, f := range matched {
					value := f.Constants[i].Text
					if f.Constants[i].Null {
						value = "null"
					} else if k.Type == "int32" {
						value = strings.TrimLeft(value, "0")
					}
					text += " " + value
				}
				columns = append(columns, text)
			}
			if got := strings.Join(columns, ", "); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// hiveByPyarrow makes files in lists of folders, and says what pyarrow makes of each.
const hiveByPyarrow = `
import json, os, sys, tempfile
import pyarrow.dataset as ds

for folders in json.load(sys.stdin):
    with tempfile.TemporaryDirectory() as root:
        paths = [os.path.join(root, folder, f"{i}.csv") for i, folder in enumerate(folders)]
        for path in paths:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "w").write("url\n1\n")
        found = ds.dataset(root, format="csv", partitioning="hive")
        keys = {f.path: ds.get_partition_keys(f.partition_expression) for f in found.get_fragments()}
        columns = [f for f in found.schema if f.name != "url"]
        values = lambda name: ["null" if keys[p].get(name) is None else str(keys[p][name]) for p in paths]
        print(", ".join(f"{f.name} {f.type}: " + " ".join(values(f.name)) for f in columns))
`

// TestHiveByPyarrow has pyarrow read the same folders.
func TestHiveByPyarrow(t *testing.T) {
	python := testenv.Python(t, "reading names of partitions")
	var folders [][]string
	var want []string
	for _, c := range hiveCases {
		if c.alone == "" {
			folders, want = append(folders, c.folders), append(want, c.want)
		}
	}
	input, err := json.Marshal(folders)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, "-c", hiveByPyarrow)
	cmd.Stdin = strings.NewReader(string(input))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Errorf("%v: pyarrow has %q, not %q", folders[i], got[min(i, len(got)-1)], want[i])
		}
	}
}

// TestConstantsBelow tells which folders count.
func TestConstantsBelow(t *testing.T) {
	for pattern, want := range map[string]string{
		"/d/a=1/b=2/x.csv":   "",
		"/d/a=1/b=2":         "",
		"/d/a=1":             "b",
		"/d/a=1/":            "b",
		"/d":                 "a b",
		"/d/**":              "a b",
		"/d/a=*/b=*/*.csv":   "a b",
		"/d/a=1/b=?/x.csv":   "b",
		"/d/a=1/b=2/*.csv":   "",
		"/elsewhere":         "",
		"/d/a=1/b=2/x.[c]sv": "",
	} {
		t.Run(pattern, func(t *testing.T) {
			var names []string
			for _, k := range constantsBelow(pattern, "/d/a=1/b=2/x.csv") {
				names = append(names, k.Name)
			}
			if got := strings.Join(names, " "); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
