package where

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

// maxLength is how long an expression may be, in bytes: lists of some thousand
// values are meant to fit.
const maxLength = 64 << 10

// Filter is a compiled expression. It is for one goroutine.
type Filter struct {
	program *vm.Program
	machine vm.VM
	columns []string
	kinds   []any
	values  map[string]any // of the columns, by their name in the program
}

// Compile makes a Filter of an expression over columns. Its error is one line,
// and says at which character what is wrong.
func Compile(text string, columns Columns) (*Filter, error) {
	if len(text) > maxLength {
		return nil, fmt.Errorf("the expression is longer than %d bytes", maxLength)
	}
	tree, err := parser.ParseWithConfig(text, conf.CreateNew())
	if err != nil {
		return nil, located(err)
	}
	r := reader{columns: columns}
	read, err := r.condition(tree.Node)
	if err != nil {
		return nil, located(err)
	}
	f := &Filter{columns: r.named, values: map[string]any{}}
	for _, name := range r.named {
		f.kinds = append(f.kinds, columns.kind(name))
	}
	if f.program, err = compile(tree, read, conf.New(f.environment())); err != nil {
		return nil, located(err)
	}
	return f, nil
}

// environment declares the variables.
func (f *Filter) environment() types.Map {
	declared := types.Map{}
	for i, kind := range f.kinds {
		declared[variable(i)] = types.Any
		if kind != nil {
			declared[variable(i)] = types.TypeOf(kind)
		}
	}
	return declared
}

// compile checks the types of what was written, and compiles what it means with
// nulls.
func compile(tree *parser.Tree, read ast.Node, config *conf.Config) (*vm.Program, error) {
	tree.Node = read
	if _, err := checker.Check(tree, config); err != nil {
		return nil, err
	}
	if kind := tree.Node.Type().Kind(); kind != reflect.Bool && kind != reflect.Interface {
		return nil, errorAt(tree.Node, "this is %s and no condition: compare it with something", inWords(kind))
	}
	tree.Node = truth(tree.Node, true)
	if _, err := checker.Check(tree, config); err != nil {
		return nil, err
	}
	if err := optimizer.Optimize(&tree.Node, config); err != nil {
		return nil, err
	}
	return compiler.Compile(tree, config)
}

// inWords names the type of a value other than a truth value.
func inWords(kind reflect.Kind) string {
	switch kind {
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	}
	return "a text"
}

// Columns returns the columns that the expression names.
func (f *Filter) Columns() []string { return f.columns }

// Match says whether the expression is true of a row that has these values in the
// columns, as table.Row.Also. An error says why it cannot be told: a value is of
// another type than an operator takes.
func (f *Filter) Match(also []any) (bool, error) {
	for i, cell := range also {
		f.values[variable(i)] = convert(cell, f.kinds[i])
	}
	result, err := f.machine.Run(f.program, f.values)
	if err != nil {
		return false, located(err)
	}
	matches, ok := result.(bool)
	if !ok {
		return false, fmt.Errorf("the expression is %v, neither true nor false", result)
	}
	return matches, nil
}

// located says in one line where in the expression an error is.
func located(err error) error {
	var at *file.Error
	if !errors.As(err, &at) {
		line, _, _ := strings.Cut(err.Error(), "\n")
		return errors.New(line)
	}
	message := strings.TrimPrefix(strings.Join(strings.Fields(at.Message), " "), "runtime error: ")
	return fmt.Errorf("at character %d: %s", at.From+1, message)
}

func errorAt(node ast.Node, format string, args ...any) error {
	return &file.Error{Location: node.Location(), Message: fmt.Sprintf(format, args...)}
}
