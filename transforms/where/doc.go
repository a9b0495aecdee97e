// Package where says which rows of a dataset a user's expression is true of, such
// as
//
//	width >= 512 and height >= 512 and punsafe < 0.1 and row["height width"] != nil
//
// Expressions are read and run by expr (github.com/expr-lang/expr), of whose
// language they are a part: conditions over values, see condition and value.
// Nothing in them loops, calls out or makes values larger than it was given, and
// patterns are those of Go's regexp, which takes time linear in the text. So a row
// costs no more than the length of the expression and of its texts.
//
// # Null
//
// As in SQL, what is computed from a null is unknown, and a row of which the
// expression is unknown does not match, nor does it when the expression is
// negated. "or" and "and" need only what decides them. A null is told by == nil,
// and replaced by ??.
//
// The library knows no such logic: to it nil is a value, which it refuses to
// compare. So the expression is rewritten into one that is true where the
// original is, and false where that is false or unknown: negations are pushed
// down to the comparisons (not (a or b) is not a and not b, also with unknowns),
// and each comparison gets in front that the columns in it are not null.
//
// # What else was considered
//
// cel-go is safer by construction (it estimates costs) and made for expressions
// that come from many parties. But it brings ANTLR and protocol buffers along,
// makes a program 6 MB larger than expr does, which has no dependencies, and has
// no null logic of this kind either; its operators know no int compared to a
// double without a conversion. Costs need no estimate in a language without loops.
//
// The package is pure. It may import io/rows, for the types of columns, and expr.
package where
