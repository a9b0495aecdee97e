package table

import "slices"

// Info is what an inspection finds out about a file.
type Info struct {
	Rows    int64
	Columns []Column // all columns, in the file's order
	Kept    string   // the kept columns' schema as text, equal for equal schemas
	Schema  []byte   // of Parquet: the same schema, to unify it with others
	Lacks   []string // the columns that were asked for and are not there; see Columns.Partial
	Index   Index    // what the file does not tell itself
}

// SameKept says whether files have the same kept columns.
func SameKept(infos []*Info) bool {
	return !slices.ContainsFunc(infos, func(i *Info) bool { return i.Kept != infos[0].Kept })
}
