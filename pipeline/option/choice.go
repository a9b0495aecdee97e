package option

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/internal/spelling"
)

// OneOf is the check of a word that is one of a few.
func OneOf(at *string, known ...string) func() error {
	return func() error {
		if slices.Contains(known, *at) {
			return nil
		}
		return fmt.Errorf("must be %s, not %q%s", oneOf(known), *at, spelling.Suggest(*at, "", known))
	}
}

// oneOf lists words to choose from.
func oneOf(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Within is the check of a whole number that has bounds.
func Within(at *int, low, high int) func() error {
	return func() error {
		if low <= *at && *at <= high {
			return nil
		}
		return fmt.Errorf("must be %d to %d, not %d", low, high, *at)
	}
}

// NotZero is the check of a value whose zero others would take for its default:
// whoever has a zero there asked for it, and meant something else.
func NotZero[T comparable](at *T) func() error {
	return func() error {
		var zero T
		if *at == zero {
			return fmt.Errorf("must be above 0")
		}
		return nil
	}
}
