// Package captions chooses among the captions of a row that has a list of them,
// as COCO's pictures have five each.
//
// It is pure and imports the standard library only. What it chooses depends on
// the seed, the file's name, the row's number and the row's captions alone, so
// that a row has the same captions in every run and on every worker.
package captions

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// Which captions of a list are taken.
const (
	First   = "first"
	All     = "all" // each caption makes a row of the output
	Longest = "longest"
	Random  = "random"
)

// Choices returns what Options.Take may be.
func Choices() []string { return []string{First, All, Longest, Random} }

// Options say which captions are taken. It is plain data, and travels to workers.
type Options struct {
	Take string // one of Choices; "" = First
	Seed uint64 // of Random
}

// Several says whether a row may have several captions.
func (o Options) Several() bool { return o.Take == All }

// Choose returns the captions of a list that are taken: one, or with All as many
// as there are. Blank ones are only taken where there is no other. Of an empty
// list none is taken. The list is left as it is.
func (o Options) Choose(list []string, file string, row int64) []string {
	list = withoutBlanks(list)
	if len(list) < 2 {
		return list
	}
	switch o.Take {
	case All:
		return list
	case Longest:
		return []string{longest(list)}
	case Random:
		return []string{list[o.number(file, row)%uint64(len(list))]}
	}
	return list[:1]
}

func withoutBlanks(list []string) []string {
	var texts []string
	for _, text := range list {
		if strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return list[:min(len(list), 1)]
	}
	return texts
}

// longest returns the first of the captions with the most characters.
func longest(list []string) string {
	most, length := "", -1
	for _, text := range list {
		if n := utf8.RuneCountInString(text); n > length {
			most, length = text, n
		}
	}
	return most
}

// number is a random number for the row. It must not be the row's priority in
// the sample: rows with a low one would then have certain captions.
func (o Options) number(file string, row int64) uint64 {
	text := binary.LittleEndian.AppendUint64([]byte("caption"), o.Seed)
	text = binary.LittleEndian.AppendUint64(text, uint64(row))
	sum := sha256.Sum256(append(text, file...))
	return binary.LittleEndian.Uint64(sum[:])
}
