package resources

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
)

// shortages are the errors by which a system says that it, or this process, has
// no more of something.
var shortages = []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM}

// IsShortage reports that this machine, not the server, ran out of something.
func IsShortage(err error) bool {
	_, short := shortageIn(err)
	return short
}

// shortageIn returns the system's error in err. The standard resolver keeps only
// its text, which ends with it; no server has a say in that text.
func shortageIn(err error) (syscall.Errno, bool) {
	var lookUp *net.DNSError
	isLookUp := errors.As(err, &lookUp)
	for _, e := range shortages {
		if errors.Is(err, e) || isLookUp && strings.HasSuffix(lookUp.Err, e.Error()) {
			return e, true
		}
	}
	return 0, false
}

// Advice says what ran out, and what a user can do. It is "" if err is no shortage.
func Advice(err error) string {
	e, short := shortageIn(err)
	switch {
	case !short:
		return ""
	case e == syscall.EMFILE:
		return fmt.Sprintf("this process may open only %d files: raise the limit with ulimit -n, or lower --concurrency", DescriptorLimit())
	case e == syscall.ENFILE:
		return "all programs together have opened as many files as this machine allows: close some, or raise fs.file-max"
	default:
		return "this machine has no memory left for connections: lower --concurrency, or close other programs"
	}
}
