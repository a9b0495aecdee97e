// Package spelling guesses which word was meant by one that is not known: a flag, a
// column, a preset. It imports nothing of ours, so that any package may ask it.
package spelling

import (
	"slices"
	"strings"
)

// Suggest returns ": did you mean WORD?" to put after an error about word, with
// prefix before WORD, or "" if no known word is like it.
func Suggest(word, prefix string, known []string) string {
	if found := Closest(word, known); found != "" {
		return ": did you mean " + prefix + found + "?"
	}
	return ""
}

// Closest returns the known word that word most likely stands for: the same but for
// case and separators, one that it begins or that begins it, or one that a typing
// error or two away; "" if there is none. Of two that are as close, the first counts.
func Closest(word string, known []string) string {
	plain := fold(word)
	if plain == "" {
		return ""
	}
	best, least := "", 0
	for _, k := range known {
		d, near := distance(plain, fold(k))
		if near && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
}

var separators = strings.NewReplacer("-", "", "_", "", " ", "", ".", "")

func fold(word string) string { return separators.Replace(strings.ToLower(word)) }

// distance says how far apart two words are, and whether one may be meant by the
// other. Words that begin with each other are nearer than words with typing errors.
func distance(a, b string) (d int, near bool) {
	edits := typos([]rune(a), []rune(b))
	if edits <= allowed(len(a)) {
		return edits, true
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	return edits, len(short) >= shortest && strings.HasPrefix(long, short)
}

// shortest is how long a beginning must be to be taken for the whole word.
const shortest = 3

// allowed is how many typing errors a word of so many letters may have: one in
// three, for in short words any letter makes another word.
func allowed(letters int) int { return min(letters/3, 3) }

// typos counts the letters to add, drop or replace, and the neighbours to swap, that
// make one word the other (optimal string alignment).
func typos(a, b []rune) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last = last, row
		row = slices.Repeat([]int{i + 1}, len(b)+1)
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
