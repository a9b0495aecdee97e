package folder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// differences says in what a plan differs from the one that made an output.
func differences(made, asked map[string]string) string {
	var found []string
	for key, value := range asked {
		if made[key] != value {
			found = append(found, fmt.Sprintf("%s is %s there, %s now", key, cmp.Or(made[key], "none"), cmp.Or(value, "none")))
		}
	}
	slices.Sort(found)
	if more := len(found) - 3; more > 0 {
		found = append(found[:3], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(found, "; ")
}
