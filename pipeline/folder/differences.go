package folder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/shards"
)

// InputsDigest is the plan's entry that tells other contents of the inputs.
const InputsDigest = "inputs_digest"

// differences says in what a plan differs from the one that made an output.
func differences(made, asked shards.Manifest) string {
	var found []string
	for key, value := range asked.Plan {
		there := made.Plan[key]
		switch {
		case there == value:
		case key == InputsDigest:
			found = append(found, inputChanges(made.Inputs, asked.Inputs))
		default:
			found = append(found, fmt.Sprintf("%s is %s there, %s now", key, cmp.Or(there, "none"), cmp.Or(value, "none")))
		}
	}
	slices.Sort(found)
	if more := len(found) - 3; more > 0 {
		found = append(found[:3], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(found, "; ")
}

// inputChanges names the first input that is not what it was, and says what is
// different about it.
func inputChanges(before, now []shards.Input) string {
	const unknown = "the inputs are not the same files, or have changed since"
	if len(before) == 0 { // a manifest of a version that did not list them
		return unknown
	}
	was := map[string]shards.Input{}
	for _, f := range before {
		was[f.Name] = f
	}
	var changes []string
	for _, f := range now {
		old, there := was[f.Name]
		delete(was, f.Name)
		switch {
		case !there:
			changes = append(changes, fmt.Sprintf("the input %s is new", f.Name))
		case old.Size != f.Size:
			changes = append(changes, fmt.Sprintf("the input %s has %d bytes, and had %d", f.Name, f.Size, old.Size))
		case old.Content != f.Content:
			changes = append(changes, fmt.Sprintf("the input %s has other content of the same size", f.Name))
		}
	}
	for _, f := range before {
		if _, left := was[f.Name]; left {
			changes = append(changes, fmt.Sprintf("the input %s is missing", f.Name))
		}
	}
	switch len(changes) {
	case 0:
		return unknown
	case 1:
		return changes[0]
	}
	return fmt.Sprintf("%s (inputs that differ: %d)", changes[0], len(changes))
}
