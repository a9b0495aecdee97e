package where

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// functions are those that expressions may call.
var functions = []string{"abs", "ceil", "float", "floor", "int", "len", "lower", "max", "min", "round", "trim", "upper"}

// Operators by what they make.
var (
	comparisons = []string{"==", "!=", "<", "<=", ">", ">=", "in", "contains", "startsWith", "endsWith", "matches"}
	arithmetic  = []string{"+", "-", "*", "/", "%", "**", "^"}
)

// reader copies the part of the library's language that expressions are in, and
// replaces columns by variables: a column may be named as the library likes to
// name something else.
type reader struct {
	columns Columns
	named   []string // the columns met, each the variable of its position
}

// condition reads what is true, false or unknown.
func (r *reader) condition(node ast.Node) (ast.Node, error) {
	switch n := node.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			inner, err := r.condition(n.Node)
			return at(n, not(inner)), err
		}
	case *ast.BinaryNode:
		if operator, ok := connective(n.Operator); ok {
			return r.binary(n, operator, r.condition, r.condition)
		}
		if slices.Contains(comparisons, n.Operator) {
			return r.comparison(n)
		}
		if n.Operator == "??" {
			return r.value(n)
		}
	case *ast.BoolNode, *ast.IdentifierNode, *ast.MemberNode:
		return r.value(n)
	}
	return nil, errorAt(node, "this is no condition: compare it with something")
}

func (r *reader) comparison(n *ast.BinaryNode) (ast.Node, error) {
	left, right := n.Left, n.Right
	switch n.Operator {
	case "==", "!=":
		if isNil(left) {
			left, right = right, left
		}
		if isNil(right) {
			return r.nullTest(n, left)
		}
	case "in":
		return r.binary(n, n.Operator, r.value, r.list)
	case "matches":
		if _, ok := right.(*ast.StringNode); !ok {
			return nil, errorAt(right, "matches takes a pattern in quotes")
		}
	}
	return r.binary(n, n.Operator, r.value, r.value)
}

// nullTest reads the only use that nil has.
func (r *reader) nullTest(n *ast.BinaryNode, of ast.Node) (ast.Node, error) {
	tested, err := r.value(of)
	if err != nil {
		return nil, err
	}
	if _, ok := tested.(*ast.IdentifierNode); !ok {
		return nil, errorAt(of, "only a column can be compared with nil")
	}
	return at(n, binary(n.Operator, tested, &ast.NilNode{})), nil
}

// list reads the values that in looks among.
func (r *reader) list(node ast.Node) (ast.Node, error) {
	n, ok := node.(*ast.ArrayNode)
	if !ok {
		return nil, errorAt(node, "in takes a list, such as [1, 2, 3]")
	}
	nodes, err := r.values(n.Nodes)
	return at(n, &ast.ArrayNode{Nodes: nodes}), err
}

// value reads what is a number, a text, a truth value or null.
func (r *reader) value(node ast.Node) (ast.Node, error) {
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.StringNode, *ast.BoolNode:
		return n, nil
	case *ast.NilNode:
		return nil, errorAt(n, "nil can only be compared, by == and !=")
	case *ast.IdentifierNode:
		return r.column(n, n.Value)
	case *ast.MemberNode:
		return r.member(n)
	case *ast.UnaryNode:
		if n.Operator == "-" || n.Operator == "+" {
			inner, err := r.value(n.Node)
			return at(n, &ast.UnaryNode{Operator: n.Operator, Node: inner}), err
		}
		return nil, errorAt(n, "%s takes a whole condition: put it in parentheses, as in not (x > 3)", n.Operator)
	case *ast.BinaryNode:
		return r.operation(n)
	case *ast.BuiltinNode:
		return r.call(n)
	case *ast.CallNode:
		return nil, errorAt(n.Callee, "there is no such function; there are %s", strings.Join(functions, ", "))
	}
	return nil, errorAt(node, "this is not part of the language of --where")
}

func (r *reader) operation(n *ast.BinaryNode) (ast.Node, error) {
	switch {
	case n.Operator == "??":
		return r.binary(n, n.Operator, r.nullable, r.value)
	case slices.Contains(arithmetic, n.Operator):
		return r.binary(n, n.Operator, r.value, r.value)
	}
	return nil, errorAt(n, "%s makes no value, but a condition", n.Operator)
}

// nullable reads what may stand before ??.
func (r *reader) nullable(node ast.Node) (ast.Node, error) {
	read, err := r.value(node)
	if err != nil {
		return nil, err
	}
	switch n := read.(type) {
	case *ast.IdentifierNode:
		return n, nil
	case *ast.BinaryNode:
		if n.Operator == "??" {
			return n, nil
		}
	}
	return nil, errorAt(node, "only a column can stand before ??")
}

func (r *reader) call(n *ast.BuiltinNode) (ast.Node, error) {
	if !slices.Contains(functions, n.Name) {
		return nil, errorAt(n, "there is no function %s; there are %s", n.Name, strings.Join(functions, ", "))
	}
	arguments, err := r.values(n.Arguments)
	return at(n, &ast.BuiltinNode{Name: n.Name, Arguments: arguments}), err
}

// member reads row["x"], which names a column that is no identifier, and a.b.c or
// row["x"].b, which are paths into a column.
func (r *reader) member(n *ast.MemberNode) (ast.Node, error) {
	name, ok := pathOf(n)
	if !ok {
		return nil, errorAt(n, `what is within a value is named by a path, such as objects.label or row["my objects"].label`)
	}
	return r.column(n, name)
}

// pathOf returns what a node names: a column, or a path into one.
func pathOf(node ast.Node) (name string, ok bool) {
	switch n := node.(type) {
	case *ast.IdentifierNode:
		return n.Value, true
	case *ast.MemberNode:
		property, named := n.Property.(*ast.StringNode)
		if !named || n.Optional {
			return "", false
		}
		if of, ok := n.Node.(*ast.IdentifierNode); ok && of.Value == "row" {
			return property.Value, true
		}
		outer, ok := pathOf(n.Node)
		return outer + "." + property.Value, ok
	}
	return "", false
}

func (r *reader) column(node ast.Node, name string) (ast.Node, error) {
	if !r.columns.has(name) {
		return nil, errorAt(node, "%s", r.columns.missing(name))
	}
	i := slices.Index(r.named, name)
	if i < 0 {
		i = len(r.named)
		r.named = append(r.named, name)
	}
	return at(node, &ast.IdentifierNode{Value: variable(i)}), nil
}

func (r *reader) values(nodes []ast.Node) ([]ast.Node, error) {
	var read []ast.Node
	for _, node := range nodes {
		v, err := r.value(node)
		if err != nil {
			return nil, err
		}
		read = append(read, v)
	}
	return read, nil
}

func (r *reader) binary(n *ast.BinaryNode, operator string, left, right func(ast.Node) (ast.Node, error)) (ast.Node, error) {
	l, err := left(n.Left)
	if err != nil {
		return nil, err
	}
	rest, err := right(n.Right)
	return at(n, binary(operator, l, rest)), err
}
