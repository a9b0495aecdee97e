package parquet

import (
	"fmt"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/table"
)

// What testdata/make.py writes into row i.

func urlOf(i int64) string {
	if i%97 == 96 {
		return ""
	}
	filler := ""
	if i%5 == 4 {
		filler = ", UNKNOWN"
	}
	return fmt.Sprintf("https://h%d.example/%d.jpg%s", i%7, i, filler)
}

func boxOf(i int64) table.Box {
	switch {
	case i%11 == 10:
		return table.Box{}
	case i%13 == 12:
		return table.Box{Text: "broken"}
	default:
		return table.Box{Text: fmt.Sprintf("[%d, %d, %d, %d]", i, i+1, i+20, i+30)}
	}
}

func numbersOf(i int64) table.Box {
	if i%11 == 10 || i%13 == 12 {
		return table.Box{}
	}
	f := float64(i)
	return table.Box{Numbers: []float64{f, f + 1, f + 20, f + 30}}
}

// linksOf joins row i's links, a null between them.
func linksOf(i int64) string {
	second := fmt.Sprintf("b%d", i)
	switch first := urlOf(i); {
	case i%19 == 18:
		return ""
	case first == "":
		return second
	default:
		return first + ", " + second
	}
}

// wordsOf returns row i's words; "" stands for a null word, nil for no list.
func wordsOf(i int64) []string {
	var words []string
	switch {
	case i%17 == 16:
	case i == 100:
		for j := range 500 {
			words = append(words, fmt.Sprintf("long %d", j))
		}
	default:
		for j := range i % 6 {
			if j == 3 {
				words = append(words, "")
				continue
			}
			words = append(words, fmt.Sprintf("word %d.%d", i, j))
		}
	}
	return words
}

// faceWant is row i of the files with FaceCaption's columns, but for Kept.
func faceWant(i int64) input.Row {
	return input.Row{Row: table.Row{Number: i, URL: urlOf(i), Box: boxOf(i), Caption: captionOf(i), HasCaption: true}}
}

// richWant is row i of the rich files, but for Kept.
func richWant(i int64) input.Row {
	row := input.Row{Row: table.Row{Number: i, URL: linksOf(i), Box: numbersOf(i)}}
	words := slices.DeleteFunc(wordsOf(i), func(word string) bool { return word == "" })
	if len(words) > 0 {
		row.Caption, row.HasCaption = words[0], true
	}
	if len(words) > 1 {
		row.Captions = words
	}
	return row
}

// ignoreKept compares rows without their kept values.
var ignoreKept = cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Kept" }, cmp.Ignore())
