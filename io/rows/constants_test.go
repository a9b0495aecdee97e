package rows

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// constants adds columns that the file has not, and one that it has.
func (c conformance) constants(t *testing.T) {
	cols := table.Columns{
		URL: "url", Caption: "lang", Box: "box", Keep: []string{"n", "year", "box", "none"}, Also: []string{"year", "box", "n", "none"},
		Constants: []table.Constant{
			{Name: "lang", Type: table.TypeString, Text: "en"}, {Name: "year", Type: table.TypeInt32, Text: "07"},
			{Name: "none", Type: table.TypeInt32, Null: true}, {Name: "n", Type: table.TypeString, Text: "instead"},
		},
	}
	file := rowstest.File{Data: c.file.Data}
	info, err := Inspect(t.Context(), &file, c.format.Name, cols)
	if err != nil {
		t.Fatal(err)
	}
	there, err := Schema(&file, c.format.Name, cols)
	if err != nil {
		t.Fatal(err)
	}
	for _, columns := range [][]Column{info.Columns, there} {
		if n := len(columns); fmt.Sprint(columns[n-4:]) != fmt.Sprint([]Column{{Name: "lang", Type: "string"}, {Name: "year", Type: "int32"}, {Name: "none", Type: "int32"}, {Name: "n", Type: "string"}}) {
			t.Errorf("the last columns are %v", columns)
		}
	}
	if err := Unify(c.format.Name, []*Info{&info}, []string{"file"}, cols.OwnColumns().Keep); err != nil {
		t.Fatal(err)
	}
	r, err := Open(&file, c.format.Name, cols)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range r.Kept(info.Index) {
		names = append(names, k.Name)
	}
	if diff := cmp.Diff([]string{"box", "year", "none", "n"}, names); diff != "" {
		t.Error(diff)
	}
	const number = 5
	row := rowstest.Read(t, r, table.Range(number, 1), info.Index)[0]
	want := table.Row{Number: number, URL: sampleURL(number), Caption: "en", HasCaption: true, Box: table.Box{Text: sampleBox(number)}, Also: []any{int64(7), sampleBox(number), "instead", nil}}
	if diff := cmp.Diff(want, row.Row); diff != "" {
		t.Error(diff)
	}
	if got := fmt.Sprintf("%+v", row.Kept); got != fmt.Sprintf("[C:0 D:%d R:0 V:%s C:1 D:1 R:0 V:7 C:2 D:0 R:0 V:<null> C:3 D:1 R:0 V:instead]", row.Kept[0].DefinitionLevel(), sampleBox(number)) {
		t.Errorf("kept %s", got)
	}
}
