// Package joberror carries an error's one clear line, and the exit code that
// goes with it, through runners that hand on nothing but text wrapped in their
// own: prism, the direct runner and Flink each add their context around it.
//
// It imports the standard library only.
package joberror

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Exit codes of the command line.
const (
	Failed = 1 // the job failed
	Usage  = 2 // bad flags or bad input: the user can mend it
)

// Error is a line for the user and an exit code.
type Error struct {
	Code int
	Err  error
}

// Error returns the line between marks that survive being wrapped as text.
func (e *Error) Error() string { return fmt.Sprintf("«beamcrop %d: %s»", e.Code, line(e.Err)) }

// Unwrap returns the underlying error.
func (e *Error) Unwrap() error { return e.Err }

// Usagef makes an error that the user can mend; format may wrap with %w.
func Usagef(format string, args ...any) error {
	return &Error{Code: Usage, Err: fmt.Errorf(format, args...)}
}

// Failedf makes an error of the running job; format may wrap with %w.
func Failedf(format string, args ...any) error {
	return &Error{Code: Failed, Err: fmt.Errorf(format, args...)}
}

var marked = regexp.MustCompile(`«beamcrop (\d): ([^»]*)»`)

// Find returns the line and the exit code in err: from its chain if it is
// whole, from its text if a runner passed it on as text.
func Find(err error) (text string, code int, ok bool) {
	var e *Error
	if errors.As(err, &e) {
		return line(e.Err), e.Code, true
	}
	m := marked.FindStringSubmatch(err.Error())
	if m == nil {
		return "", 0, false
	}
	return m[2], int(m[1][0] - '0'), true
}

// line makes one line of an error's text, without the marks.
func line(err error) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "«", "<", "»", ">").Replace(err.Error())
}
