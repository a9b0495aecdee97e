package rows

import (
	"errors"
	"slices"
)

// mayLack says whether an error about a column is that it is not there, and that is
// no error; see Columns.Partial.
func (c Columns) mayLack(name string, err error) bool {
	var missing *MissingColumn
	return c.Partial && name != c.URL && (errors.As(err, &missing) || errors.Is(err, errNoMember))
}

// CheckColumns checks that each column that was asked for is in one of a dataset's
// files at least. Files of JSON Lines without rows do not tell.
func CheckColumns(infos []*Info, cols Columns) error {
	infos = slices.DeleteFunc(slices.Clone(infos), func(i *Info) bool { return i.Rows == 0 && len(i.Columns) == 0 })
	if len(infos) == 0 {
		return nil
	}
	for _, name := range infos[0].Lacks {
		if slices.ContainsFunc(infos, func(i *Info) bool { return !slices.Contains(i.Lacks, name) }) {
			continue
		}
		missing := &MissingColumn{Name: name, Flag: cols.flagOf(name)}
		for _, c := range Union(infos) {
			missing.There = append(missing.There, c.Name)
		}
		return missing
	}
	return nil
}

// flagOf returns the flag that names a column, "" if that may be one of several.
func (c Columns) flagOf(name string) string {
	switch {
	case name == c.Box:
		return "--box_column"
	case name == c.Caption:
		return "--caption_column"
	case slices.Contains(c.Keep, name):
		return "--keep"
	default:
		return ""
	}
}
