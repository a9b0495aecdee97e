// Package jsonl reads JSON Lines: one object a line. An array of objects, and objects
// over several lines, are read as such by their start.
//
// Its columns are all members that any of its objects has. Their types are those of all
// values: bool, int64, double, or else string, in which anything that is not text
// stands as the JSON that it was. A number that neither int64 nor double holds makes
// its column a string. Of members of one name the last one counts. Lists of texts and
// numbers serve as in Parquet. Unify brings files together.
//
// It is a dialect of package text, and imports that, input, kept, jsoncell and gjson.
package jsonl
