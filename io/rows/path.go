package rows

import (
	"strings"

	"github.com/tidwall/gjson"
)

// memberPath leads from a top-level column into what it nests, member by member.
// Lists on the way are gone through, and give a list.
type memberPath []string

// splitPath takes a name such as objects.bbox for the member bbox of the column
// objects. The first dot that ends the name of a column counts.
func splitPath(name string, isColumn func(string) bool) (column string, inside memberPath, ok bool) {
	for i, c := range name {
		if c == '.' && i > 0 && i < len(name)-1 && isColumn(name[:i]) {
			return name[:i], strings.Split(name[i+1:], "."), true
		}
	}
	return "", nil, false
}

// splits returns all that splitPath could make of a name.
func splits(name string) map[string]memberPath {
	all := map[string]memberPath{}
	splitPath(name, func(column string) bool {
		all[column] = strings.Split(name[len(column)+1:], ".")
		return false
	})
	return all
}

// put stores what the path leads to, if it leads to anything.
func (p memberPath) put(store putJSON) putJSON {
	return func(row *Row, v gjson.Result) error {
		found := p.in(v)
		if found.Type == gjson.Null {
			return nil
		}
		return store(row, found)
	}
}

// in returns what the path leads to within a value: a list of as many values as
// a list on the way has elements, and null where a member is not there.
func (p memberPath) in(v gjson.Result) gjson.Result {
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
			text.WriteString(p.in(element).Raw)
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
	return p[1:].in(found)
}
