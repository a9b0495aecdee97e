// Package mapping finds out which columns of the inputs are links, pictures, boxes and
// captions: by what the user names (Asked), by presets of known datasets, by usual names
// and by what the cells hold. It looks at the first rows, and refuses a column that
// holds something else than it is for.
//
// It reads inputs through io/files and io/rows, and imports pipeline/option for the lists
// that flags are. It does not know Beam. What is found is part of the plan, so that
// workers look at no sample.
package mapping
