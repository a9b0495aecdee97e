package parquet

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows/jsoncell"
	"github.com/beamcrop/beamcrop/io/rows/kept"
	"github.com/beamcrop/beamcrop/io/table"
)

// member is what a path leads to within a column.
type member struct {
	column *parquet.Column // where the path ends
	top    *kept.Node      // the column, without what is not on the path
	lists  int             // how many lists the path goes through
}

// nestedRole has a column that is named by its path read by put, the reader of
// JSON Lines' cells. It is false if the name is no path into a column that is
// there. Check says what the path has to lead to.
func (s *schema) nestedRole(puts [][]put, root *parquet.Column, name string, check func(member) error, put jsoncell.Put) (bool, error) {
	top, inside, ok := jsoncell.SplitPath(name, func(name string) bool { return root.Column(name) != nil })
	if !ok {
		return false, nil
	}
	found, err := follow(root.Column(top), inside)
	if err != nil {
		return true, fmt.Errorf("no column %q: %w", name, err)
	}
	if err := check(found); err != nil {
		return true, fmt.Errorf("column %q is %s, %w", name, found.typeText(), err)
	}
	s.jsonCell(puts, found.column, found.top, func(row *table.Row, text string) {
		_ = put(row, inside.In(gjson.Parse(text))) // check has seen to it
	})
	return true, nil
}

// follow goes along a path, and cuts off what lies beside it.
func follow(column *parquet.Column, inside jsoncell.Path) (member, error) {
	if len(inside) == 0 {
		return member{column: column, top: keep(column)}, nil
	}
	next, rest, lists := column.Column(inside[0]), inside[1:], 0
	if column.Repeated() {
		lists++
	}
	if isListGroup(column) {
		next, rest = column.Columns()[0], inside
		if !parquetjson.IsElement(next) {
			lists++ // that is the element, else next counts itself
			next = next.Columns()[0]
		}
	}
	switch {
	case next == nil && column.Leaf():
		return member{}, fmt.Errorf("%q is %s, which has no members", column.Name(), typeText(column))
	case next == nil:
		return member{}, fmt.Errorf("%q is %s, which has %w %q", column.Name(), typeText(column), table.ErrNoMember, inside[0])
	}
	found, err := follow(next, rest)
	if err != nil {
		return member{}, err
	}
	found.lists += lists
	return found, found.under(column, next)
}

// under puts what was found beneath its parent again.
func (m *member) under(parent, child *parquet.Column) error {
	node := m.top
	if repeated := parent.Columns()[0]; isListGroup(parent) && repeated != child {
		node = nodeOver(repeated, node)
	} else if isListGroup(parent) && len(child.Columns()) > 1 && !parquetjson.IsElement(node) {
		return errors.New("its lists are of a form that is not read by path")
	}
	m.top = nodeOver(parent, node)
	return nil
}

// nodeOver returns a column that nests nothing but one member.
func nodeOver(column *parquet.Column, member *kept.Node) *kept.Node {
	return &kept.Node{Field: column, Children: []parquet.Field{member}}
}

func (m member) typeText() string {
	return strings.Repeat("list<", m.lists) + typeText(m.column) + strings.Repeat(">", m.lists)
}

func (m member) checkLinks() error {
	if !m.isTexts() {
		return errLinks
	}
	return nil
}

func (m member) checkCaptions() error {
	if !m.isTexts() {
		return errCaptions
	}
	return nil
}

func (m member) checkBoxes() error {
	if nestsBoxes(m.column) || m.lists == 0 && isText(m.column) && !m.column.Repeated() {
		return nil
	}
	return errBoxes
}

func (m member) any() error { return nil }

// isTexts says whether the path leads to a text, or a list of texts.
func (m member) isTexts() bool {
	if m.lists == 0 {
		if l, ok := listOf(m.column); ok {
			return isText(l.element)
		}
	}
	return m.lists < 2 && isText(m.column) && !m.column.Repeated()
}
