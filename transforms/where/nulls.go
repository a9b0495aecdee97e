package where

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

// truth returns a condition that is true where node is what is wanted, true or
// false, and false where it is not, or unknown.
func truth(node ast.Node, want bool) ast.Node {
	switch n := node.(type) {
	case *ast.BoolNode:
		return at(n, &ast.BoolNode{Value: n.Value == want})
	case *ast.UnaryNode:
		return truth(n.Node, !want)
	case *ast.BinaryNode:
		if operator, ok := connective(n.Operator); ok {
			if !want {
				operator = map[string]string{"and": "or", "or": "and"}[operator]
			}
			return at(n, binary(operator, truth(n.Left, want), truth(n.Right, want)))
		}
	}
	result := node
	if !want {
		result = at(node, not(node))
	}
	for _, known := range slices.Backward(knowns(node)) {
		result = at(node, binary("and", known, result))
	}
	return result
}

// knowns returns the conditions under which a value or a comparison is known, each
// once.
func knowns(node ast.Node) []ast.Node {
	var found []ast.Node
	met := map[string]bool{}
	add := func(of ast.Node) {
		for _, known := range knowns(of) {
			if text := known.String(); !met[text] {
				met[text] = true
				found = append(found, known)
			}
		}
	}
	switch n := node.(type) {
	case *ast.IdentifierNode:
		return []ast.Node{at(n, binary("!=", n, &ast.NilNode{}))}
	case *ast.UnaryNode:
		add(n.Node)
	case *ast.ArrayNode:
		each(n.Nodes, add)
	case *ast.BuiltinNode:
		each(n.Arguments, add)
	case *ast.BinaryNode:
		switch {
		case n.Operator == "??":
			return alternative(n)
		case isNil(n.Right): // a null test is known of nulls, too
			return nil
		}
		add(n.Left)
		add(n.Right)
	}
	return found
}

// alternative returns when x ?? y is known: when either is.
func alternative(n *ast.BinaryNode) []ast.Node {
	left, right := all(knowns(n.Left)), all(knowns(n.Right))
	if left == nil || right == nil {
		return nil
	}
	return []ast.Node{at(n, binary("or", left, right))}
}

// all joins conditions by "and"; nil if there are none.
func all(conditions []ast.Node) ast.Node {
	var joined ast.Node
	for _, c := range conditions {
		if joined == nil {
			joined = c
			continue
		}
		joined = at(c, binary("and", joined, c))
	}
	return joined
}

func each(nodes []ast.Node, do func(ast.Node)) {
	for _, node := range nodes {
		do(node)
	}
}
