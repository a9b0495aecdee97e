package where

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/internal/spelling"
	"github.com/beamcrop/beamcrop/io/table"
)

// Columns are those that an expression may name.
type Columns struct {
	Known []table.Column
	// Mixed says that columns may mix types, as those of JSON Lines do, which are of
	// type string then.
	Mixed bool
	// Open says that there may be others, whose values are of any type: without
	// having read all of JSON Lines, nobody knows them.
	Open bool
}

// kind returns a value of the Go type that a column's values have; nil is any, which those
// at the end of a path are.
func (c Columns) kind(name string) any {
	i := slices.IndexFunc(c.Known, func(known table.Column) bool { return known.Name == name })
	if i < 0 || c.Open {
		return nil
	}
	return kindOf(c.Known[i].Type, c.Mixed)
}

// kindOf returns a value of the type that table.Row.Also has for a column, after
// convert.
func kindOf(columnType string, mixed bool) any {
	switch columnType {
	case "bool":
		return false
	case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32":
		return 0
	case "halffloat", "float", "double":
		return 0.0
	case "null":
		return nil
	}
	if mixed {
		return nil // string stands for mixed types, too
	}
	return ""
}

// convert makes a cell a value of the expression: integers are of the one type
// that its literals have, and all numbers of a column of doubles are doubles.
func convert(cell, kind any) any {
	n, ok := cell.(int64)
	if !ok {
		return cell
	}
	if _, double := kind.(float64); double {
		return float64(n)
	}
	return int(n)
}

// has says whether a name is that of a column, or a path into one.
func (c Columns) has(name string) bool {
	return c.Open || slices.ContainsFunc(c.Known, func(known table.Column) bool {
		nests := c.Mixed || strings.Contains(known.Type, "<")
		return known.Name == name || nests && strings.HasPrefix(name, known.Name+".")
	})
}

// maxListed is how many columns an error names.
const maxListed = 100

// missing says which columns there are in place of one that is not, and which of them
// was most likely meant.
func (c Columns) missing(name string) string {
	names := make([]string, len(c.Known))
	for i, known := range c.Known {
		names[i] = known.Name
	}
	listed := strings.Join(names[:min(len(names), maxListed)], ", ")
	return fmt.Sprintf("there is no column %q; the columns are: %s%s", name, listed, spelling.Suggest(name, "", names))
}
