package reason

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// All has each constant once, and the README says how many there are.
func TestAll(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var constants []Reason
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Reason" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			constants = append(constants, Reason(text))
		}
		return false
	})
	all := All()
	slices.Sort(all)
	slices.Sort(constants)
	if len(constants) == 0 || !slices.Equal(all, constants) {
		t.Errorf("All has %v, and there are %v", all, constants)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("[%d reasons](transforms/reason/reason.go)", len(all)); !strings.Contains(string(readme), want) {
		t.Errorf("the README does not say %s", want)
	}
}
