// Package preview writes preview.html: what a run would make of a few rows, with the
// boxes drawn on the pictures and the crops beside them, since a wrong box is seen at a
// glance and hardly ever read from numbers.
//
// Its rows come from the engine, by the options of the run itself, so they show what
// the run would write. Like the report it is one file without scripts, and all that
// comes from the web passes through html/template.
//
// It imports transforms/engine, the report's style and package figures; only package
// pipeline imports it.
package preview
