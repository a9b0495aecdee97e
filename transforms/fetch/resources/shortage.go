package resources

import (
	"errors"
	"strings"
	"syscall"
)

// IsShortage reports that this machine, not the server, ran out of something.
// The resolver passes the cause on as text only.
func IsShortage(err error) bool {
	for _, e := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM} {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return true
		}
	}
	return false
}
