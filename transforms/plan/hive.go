package plan

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// hiveNull is the value of partitions that have none.
const hiveNull = "__HIVE_DEFAULT_PARTITION__"

// constantsBelow returns the columns that folders named KEY=VALUE give a file, as
// pyarrow reads them: those between the folder that a pattern names, or in which its
// first wildcard is, and the file. Keys and values are unescaped as in links.
func constantsBelow(pattern, uri string) []table.Constant {
	name, within := files.Within(fixedPart(pattern), uri)
	if !within {
		return nil
	}
	var found []table.Constant
	folders := strings.Split(name, "/")
	for _, folder := range folders[:len(folders)-1] {
		key, value, isPartition := strings.Cut(folder, "=")
		key, value = unescaped(key), unescaped(value)
		if !isPartition || key == "" || placeOf(found, key) >= 0 {
			continue
		}
		found = append(found, table.Constant{Name: key, Text: value, Null: value == hiveNull})
	}
	return found
}

// fixedPart returns what comes before the part of a path with a pattern's first wildcard.
func fixedPart(pattern string) string {
	if i := strings.IndexAny(pattern, "*?["); i >= 0 {
		return pattern[:strings.LastIndexByte(pattern[:i], '/')+1]
	}
	return pattern
}

func unescaped(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

func placeOf(constants []table.Constant, name string) int {
	return slices.IndexFunc(constants, func(k table.Constant) bool { return k.Name == name })
}

// shareConstants gives all files the constants of each, which are null in those that lack
// them. They are numbers if they are in all files, and text otherwise.
func shareConstants(matched []workplan.File) {
	var all []table.Constant
	for _, f := range matched {
		for _, k := range f.Constants {
			i := placeOf(all, k.Name)
			if i < 0 {
				i, all = len(all), append(all, table.Constant{Name: k.Name, Null: true})
			}
			all[i].Type = table.Join(all[i].Type, typeOf(k))
		}
	}
	for i, k := range all {
		if k.Type == table.TypeNull {
			all[i].Type = table.TypeString
		}
	}
	for i, f := range matched {
		matched[i].Constants = slices.Clone(all)
		for j, k := range all {
			if own := placeOf(f.Constants, k.Name); own >= 0 {
				matched[i].Constants[j] = f.Constants[own]
				matched[i].Constants[j].Type = k.Type
			}
		}
	}
}

// typeOf returns the type of a constant by itself.
func typeOf(k table.Constant) string {
	if k.Null {
		return table.TypeNull
	}
	if _, err := strconv.ParseInt(k.Text, 10, 32); err == nil && k.Text[0] != '+' {
		return table.TypeInt32
	}
	return table.TypeString
}
