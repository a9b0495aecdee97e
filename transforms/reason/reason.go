// Package reason is the taxonomy of why a row failed: every failed row carries
// exactly one Reason, and every count in a summary is keyed by one.
//
// It imports the standard library only, so that the fetcher, the cropper and
// the Beam layers can share it without knowing one another.
package reason

import (
	"errors"
	"fmt"
	"strings"
)

// Reason says why a row failed. Its text is what stands in failures files,
// sidecars and summaries; it never changes meaning once released.
type Reason string

// The whole taxonomy.
const (
	InvalidRow       Reason = "invalid_row"        // no link or picture, a path that leaves its folder, or a box that cannot be read
	InvalidURL       Reason = "invalid_url"        // not an absolute http or https link
	MissingFile      Reason = "missing_file"       // the row names a file that is not there
	UnreadableFile   Reason = "unreadable_file"    // the row names a file that is there and cannot be read
	BlockedAddress   Reason = "blocked_address"    // a loopback, private or link-local address
	BlockedByRobots  Reason = "blocked_by_robots"  // robots.txt says no
	OptedOut         Reason = "opted_out"          // the response's headers refuse machine learning
	DNS              Reason = "dns"                // the host's name did not resolve
	Connect          Reason = "connect"            // refused, unreachable or reset
	TLS              Reason = "tls"                // handshake or certificate
	Timeout          Reason = "timeout"            // no complete answer within the deadline
	TooSlow          Reason = "too_slow"           // the body came below the minimum rate
	TooManyRedirects Reason = "too_many_redirects" // more hops than --max_redirects, or a loop
	HTTP4xx          Reason = "http_4xx"           // 4xx other than 429
	HTTP429          Reason = "http_429"           // too many requests
	HTTP5xx          Reason = "http_5xx"           // 5xx
	TooLarge         Reason = "too_large"          // the body exceeds --max_bytes
	Truncated        Reason = "truncated"          // the body or the picture ends early
	HashMismatch     Reason = "hash_mismatch"      // the picture is not the one whose hash the dataset states
	NotAnImage       Reason = "not_an_image"       // no known picture signature
	Unsupported      Reason = "unsupported_format" // a picture of a kind that is not decoded
	Decode           Reason = "decode"             // a picture that its decoder rejects
	TooManyPixels    Reason = "too_many_pixels"    // the picture exceeds --max_pixels
	SourceTooSmall   Reason = "source_too_small"   // the picture is below --min_source_size
	AspectRatio      Reason = "aspect_ratio"       // the picture is longer for its width than --max_aspect_ratio
	BoxOutside       Reason = "box_outside"        // the box does not meet the picture
	TooSmall         Reason = "too_small"          // the crop is below --min_size
	Encode           Reason = "encode"             // the crop could not be encoded
	HostDown         Reason = "host_down"          // the host was given up for this run
)

// All returns every reason, in the order a row can meet them.
func All() []Reason {
	return []Reason{
		InvalidRow, InvalidURL, MissingFile, UnreadableFile, BlockedAddress, BlockedByRobots, OptedOut, DNS, Connect, TLS, Timeout, TooSlow,
		TooManyRedirects, HTTP4xx, HTTP429, HTTP5xx, TooLarge, Truncated, HashMismatch, NotAnImage, Unsupported,
		Decode, TooManyPixels, SourceTooSmall, AspectRatio, BoxOutside, TooSmall, Encode, HostDown,
	}
}

// Transients returns the reasons that may not hold another day: what fails for
// them lies in the network, or in the state of a server or store. No link is mended by trying
// it again at once for all of them: see Error's Retry.
func Transients() []Reason {
	return []Reason{DNS, Connect, Timeout, TooSlow, HTTP429, HTTP5xx, Truncated, HostDown, UnreadableFile}
}

// Error is a failure with its reason. Detail for people is in Err's text.
type Error struct {
	Reason Reason
	Status int  // HTTP status of the last answer; 0 if there was none
	Retry  bool // trying again may help: the fault lies in the network or the server's mood
	Err    error
}

// Error returns the reason and the detail.
func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Reason, e.Err) }

// Unwrap returns the underlying error.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes a permanent failure; format may wrap with %w.
func Errorf(r Reason, format string, args ...any) *Error {
	return &Error{Reason: r, Err: fmt.Errorf(format, args...)}
}

// Transient makes a failure that trying again may help.
func Transient(r Reason, err error) *Error { return &Error{Reason: r, Err: err, Retry: true} }

// Clip bounds what a detail repeats of a link, a name or a server's words.
func Clip(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}

// Of finds the Error in err's chain.
func Of(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}
