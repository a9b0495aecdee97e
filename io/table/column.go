package table

import "strings"

// Column describes a top-level column of a file.
type Column struct {
	Name string
	Type string // for people: "string", "list<double>", "struct<a: int64>"
	// Links says of a column of CSV and TSV that every cell at the start of the file
	// that is not empty is a link.
	Links bool
	// Pictures says of a column that the format has it for its pictures.
	Pictures bool
}

// Field is a kept column of a file that does not tell its types, such as one of text.
type Field struct {
	Name string
	Type string // one of the types of JSON values, see Join
}

// The types of fields: that of JSON values, and two for want of any.
const (
	TypeUnseen = ""     // no row has the field
	TypeNull   = "null" // it is null wherever it is
	TypeBool   = "bool"
	TypeInt32  = "int32" // of constants alone
	TypeInt    = "int64"
	TypeDouble = "double"
	TypeString = "string" // text, and whatever mixes types or nests, as JSON
)

// MaxColumns is how many columns a file of text may have. What has more is no table.
const MaxColumns = 10_000

// Join returns the type that holds the values of both.
func Join(a, b string) string {
	if a > b {
		a, b = b, a
	}
	switch {
	case a == b, a == TypeUnseen, a == TypeNull:
		return b
	case b == TypeNull:
		return a
	case a == TypeDouble && b == TypeInt:
		return TypeDouble
	default:
		return TypeString
	}
}

// Union returns the columns that the files of one dataset have between them, each
// with the type that holds all files' values where that is one of JSON's.
func Union(infos []*Info) []Column {
	var all []Column
	place := map[string]int{}
	for _, info := range infos {
		for _, c := range info.Columns {
			i, met := place[c.Name]
			if !met {
				place[c.Name] = len(all)
				all = append(all, c)
				continue
			}
			all[i].Type = Join(all[i].Type, c.Type)
		}
	}
	return all
}

// TypeForPeople names a type by the words of docs/inputs.md.
func TypeForPeople(columnType string) string {
	return strings.ReplaceAll(columnType, "string", "text")
}
