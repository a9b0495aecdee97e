package where

import (
	"strconv"

	"github.com/expr-lang/expr/ast"
)

// variable names the i-th column that an expression names.
func variable(i int) string { return "column" + strconv.Itoa(i) }

// connective returns the one spelling of "and" and "or".
func connective(operator string) (string, bool) {
	switch operator {
	case "and", "&&":
		return "and", true
	case "or", "||":
		return "or", true
	}
	return "", false
}

func isNil(node ast.Node) bool {
	_, ok := node.(*ast.NilNode)
	return ok
}

// at has a node stand where another one stood.
func at(node ast.Node, replacement ast.Node) ast.Node {
	replacement.SetLocation(node.Location())
	return replacement
}

func not(node ast.Node) ast.Node { return &ast.UnaryNode{Operator: "not", Node: node} }

func binary(operator string, left, right ast.Node) ast.Node {
	return &ast.BinaryNode{Operator: operator, Left: left, Right: right}
}
