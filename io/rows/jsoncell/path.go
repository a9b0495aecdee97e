package jsoncell

import (
	"strings"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/table"
)

// Path leads from a top-level column into what it nests, member by member.
// Lists on the way are gone through, and give a list.
type Path []string

// SplitPath takes a name such as objects.bbox for the member bbox of the column
// objects. The first dot that ends the name of a column counts.
func SplitPath(name string, isColumn func(string) bool) (column string, inside Path, ok bool) {
	for i, c := range name {
		if c == '.' && i > 0 && i < len(name)-1 && isColumn(name[:i]) {
			return name[:i], strings.Split(name[i+1:], "."), true
		}
	}
	return "", nil, false
}

// Splits returns all that SplitPath could make of a name.
func Splits(name string) map[string]Path {
	all := map[string]Path{}
	SplitPath(name, func(column string) bool {
		all[column] = strings.Split(name[len(column)+1:], ".")
		return false
	})
	return all
}

// Put stores what the path leads to, if it leads to anything.
func (p Path) Put(store Put) Put {
	return func(row *table.Row, v gjson.Result) error {
		found := p.In(v)
		if found.Type == gjson.Null {
			return nil
		}
		return store(row, found)
	}
}

// In returns what the path leads to within a value: a list of as many values as
// a list on the way has elements, and null where a member is not there.
func (p Path) In(v gjson.Result) gjson.Result {
	null := gjson.Result{Type: gjson.Null, Raw: "null"}
	switch {
	case len(p) == 0:
		return v
	case v.IsArray():
		var text strings.Builder
		text.WriteByte('[')
		for i, element := range v.Array() {
			if i > 0 {
				text.WriteByte(',')
			}
			text.WriteString(p.In(element).Raw)
		}
		text.WriteByte(']')
		return gjson.Parse(text.String())
	case !v.IsObject():
		return null
	}
	found := null
	v.ForEach(func(name, member gjson.Result) bool { // not Get, to which names are patterns
		if name.String() == p[0] {
			found = member
		}
		return true
	})
	return p[1:].In(found)
}
