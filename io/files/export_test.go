package files

import "time"

// Hurry makes the pauses between tries a hundredth of what they are.
func (f *Files) Hurry() {
	hurried := func(attempt int) time.Duration { return usualPauses(attempt) / 100 }
	f.s3.pauses, f.web.pauses = hurried, hurried
}

// Attempts is how often a request is tried.
const Attempts = attempts

// Patience is for how long at least a request is tried again.
func Patience() (total time.Duration) {
	for attempt := range attempts - 1 {
		total += usualPauses(attempt)
	}
	return total
}
