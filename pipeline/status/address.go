package status

import (
	"errors"
	"net"
	"strconv"
)

// errAddress says what an address looks like.
var errAddress = errors.New("must be a port such as 8080, for this machine alone, or HOST:PORT")

// Address returns the host and port to listen on. A port alone is one of this machine,
// since what a job downloads is nobody else's business unless its user says so.
func Address(text string) (string, error) {
	if _, err := strconv.ParseUint(text, 10, 16); err == nil {
		return net.JoinHostPort("127.0.0.1", text), nil
	}
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return "", errAddress
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", errAddress
	}
	return text, nil
}
