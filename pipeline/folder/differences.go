package folder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// InputsDigest is the plan's entry that tells other contents of the inputs.
const InputsDigest = "inputs_digest"

// differences says in what a plan differs from the one that made an output.
func differences(made, asked map[string]string) string {
	var found []string
	for key, value := range asked {
		switch {
		case made[key] == value:
		case key == InputsDigest:
			found = append(found, "the inputs are not the same files, or have changed since")
		default:
			found = append(found, fmt.Sprintf("%s is %s there, %s now", key, cmp.Or(made[key], "none"), cmp.Or(value, "none")))
		}
	}
	slices.Sort(found)
	if more := len(found) - 3; more > 0 {
		found = append(found[:3], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(found, "; ")
}
