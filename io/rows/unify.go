package rows

import "slices"

// Families returns the names of formats, those together whose files Unify takes
// together: those that tell least of their columns come first.
func Families() [][]string {
	var families [][]string
	last := ""
	for _, f := range slices.Backward(formats()) {
		if n := len(families); n > 0 && f.Family == last {
			families[n-1] = append(families[n-1], f.Name)
		} else {
			families = append(families, []string{f.Name})
		}
		last = f.Family
	}
	return families
}

// Unify gives the files of one dataset, which are of formats of one family, the same
// kept columns, each with a type that holds all files' values: a file alone cannot
// know that a column that is 1, 2, 3 in it is 0.5 in the next. What a file lacks is
// null there. It is an error if no type holds all values of a column, or if a column
// of keep is in no file. Names are those of the files, for errors.
func Unify(format string, infos []*Info, names, keep []string) error {
	f, err := formatNamed(format)
	if err != nil {
		return err
	}
	return f.Unify(infos, names, keep)
}
