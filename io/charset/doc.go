// Package charset turns text in other encodings into UTF-8 as it is read, and
// finds out which encoding a text is in.
//
// A Reader also tells where in the source a place of its text lies, so that
// reading can start again there. That is why only encodings without a state
// are offered, in which every character means the same wherever it stands.
package charset
