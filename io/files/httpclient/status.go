package httpclient

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// StatusError is a server's refusal.
type StatusError struct {
	Code   int
	Header http.Header
}

// Error implements error.
func (e *StatusError) Error() string {
	return fmt.Sprintf("the server answers %d %s", e.Code, http.StatusText(e.Code))
}

// Unwrap says it in the terms of package fs.
func (e *StatusError) Unwrap() error {
	switch e.Code {
	case http.StatusNotFound, http.StatusGone:
		return fs.ErrNotExist
	case http.StatusUnauthorized, http.StatusForbidden:
		return fs.ErrPermission
	}
	return nil
}

// CheckStatus is an error unless the answer's status is one of those.
func CheckStatus(answer *http.Response, fine ...int) error {
	for _, code := range fine {
		if answer.StatusCode == code {
			return nil
		}
	}
	return &StatusError{answer.StatusCode, answer.Header}
}

// Passes says whether trying again may help.
func Passes(err error) bool {
	var broken *BrokenError
	if errors.As(err, &broken) {
		return true
	}
	var status *StatusError
	if !errors.As(err, &status) {
		return false
	}
	switch status.Code {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// askedPause is how long the server wants to be left alone: Retry-After in
// seconds (RFC 9110, 10.2.3), or, as the Hub says it, the rest of a limit's
// window (draft-ietf-httpapi-ratelimit-headers: RateLimit: "api";r=0;t=55).
func askedPause(err error) (time.Duration, bool) {
	var status *StatusError
	if !errors.As(err, &status) {
		return 0, false
	}
	seconds, ok := wholeNumber(status.Header.Get("Retry-After"))
	if !ok {
		seconds, ok = rateLimitReset(status.Header.Get("RateLimit"))
	}
	asked := min(time.Duration(min(seconds, int64(longestAsked/time.Second)))*time.Second, longestAsked)
	return asked, ok
}

// rateLimitReset reads how many seconds the first policy's window still lasts,
// if nothing is left in it.
func rateLimitReset(header string) (seconds int64, ok bool) {
	policy, _, _ := strings.Cut(header, ",")
	exhausted := false
	for parameter := range strings.SplitSeq(policy, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		switch strings.TrimSpace(name) {
		case "r":
			exhausted = strings.TrimSpace(value) == "0"
		case "t":
			seconds, ok = wholeNumber(value)
		}
	}
	return seconds, ok && exhausted
}

func wholeNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n >= 0
}
