package kept

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/table"
)

// Unify gives the files of one dataset, of a format without types, the same kept columns, each with the
// type that holds all files' values: a file alone cannot know that a column that is
// 1, 2, 3 in it is 0.5 in the next. What a file lacks is null there. It is an error
// if a column of keep is in no file.
func Unify(infos []*table.Info, keep []string) error {
	types := map[string]string{}
	var order []string
	for _, info := range infos {
		for _, f := range info.Index.Fields {
			known, met := types[f.Name]
			if !met {
				order = append(order, f.Name)
			}
			types[f.Name] = table.Join(known, f.Type)
		}
	}
	for _, name := range keep {
		if types[name] == table.TypeUnseen && len(infos) > 0 {
			return fmt.Errorf("no column %q in any row (choose with --keep)", name)
		}
	}
	var fields []table.Field
	for _, name := range order {
		fields = append(fields, table.Field{Name: name, Type: types[name]})
	}
	for _, info := range infos {
		info.Index.Fields = fields
		info.Kept = SchemaText(Of(fields))
	}
	return nil
}
