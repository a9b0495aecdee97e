// Package boxes reads the cells that datasets keep boxes in: one box a row or
// several, as text, numbers, JSON or four columns, in whichever order and unit.
//
// It is pure: a cell in, boxes out. It may import io/table for what a cell is,
// transforms/crop for what a box is, transforms/reason, and the standard
// library. Detect looks at rows that somebody else has read and says what they
// hold; a Reader does what its Options say and decides nothing by itself, so
// that a row's boxes depend on the row and the Options alone.
//
// # Numbers
//
// Numbers are float64, as text and JSON give them. Boxes of xywh and cxcywh
// become edges by one addition or subtraction each, rounded to float64. Nothing
// else is rounded here: fractions and boxes of another picture size are scaled,
// and pixels chosen, by package crop, which knows the picture.
package boxes
