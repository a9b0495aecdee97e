package boxes

import (
	"fmt"
	"slices"
	"strings"
)

// prefixes are what may stand before the names of four columns for them to be
// found without being asked for, as in bbox_x1 and face_x1.
func prefixes() []string {
	return []string{"", "bbox", "box", "boundingbox", "facebbox", "facebox", "face", "facerectangle", "rect"}
}

// FindColumns returns the four columns that hold a box each row, in the order of
// the box's numbers, going by their names; none if there are none. It is an error
// if there are several such boxes.
func FindColumns(names []string) ([]string, error) {
	var found [][]string
	for _, prefix := range prefixes() {
		if four, _ := match(names, func(p string) bool { return p == prefix }); four != nil {
			found = append(found, four)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("boxes may be in %s or in %s: choose with --box_column", strings.Join(found[0], ","), strings.Join(found[1], ","))
}

// InOrder returns four columns in the order of the box's numbers if their names
// are known, whatever the order they come in; else as they come.
func InOrder(columns []string) []string {
	if four, _ := match(columns, anyPrefix); four != nil {
		return four
	}
	return columns
}

// formatsOf returns what the names of four columns allow; nothing if they are not
// known.
func formatsOf(columns []string) []string {
	four, known := match(columns, anyPrefix)
	if !slices.Equal(four, columns) {
		return nil
	}
	return known.formats
}

func anyPrefix(string) bool { return true }

// match finds the columns of the first naming that are all there, after one
// prefix that is allowed, and returns them in the naming's order.
func match(columns []string, allowed func(prefix string) bool) ([]string, naming) {
	byFolded := map[string]string{}
	for _, column := range slices.Backward(columns) { // the first of two that fold alike counts
		byFolded[Fold(column)] = column
	}
	for _, known := range namings {
		for _, column := range columns {
			prefix, ok := strings.CutSuffix(Fold(column), known.names[0])
			if !ok || !allowed(prefix) {
				continue
			}
			var four []string
			for _, name := range known.names {
				if there, ok := byFolded[prefix+name]; ok {
					four = append(four, there)
				}
			}
			if len(four) == len(known.names) {
				return four, known
			}
		}
	}
	return nil, naming{}
}
