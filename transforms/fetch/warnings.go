package fetch

import (
	"fmt"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/fetch/resources"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// leastDescriptors are what the runner, the input, the output and one request need.
const leastDescriptors = 32

// CheckMachine reports that this process may not open enough files to run at all.
func CheckMachine() error { return checkDescriptors(resources.DescriptorLimit()) }

func checkDescriptors(limit int) error {
	if limit < leastDescriptors {
		return fmt.Errorf("a process may open only %d files here, and at least %d are needed: raise the limit with ulimit -n", limit, leastDescriptors)
	}
	return nil
}

// Warnings returns what a user should know of valid options before a run on this
// machine, a line each.
func (o Options) Warnings() []string {
	var all []string
	if o.UserAgent != "" && !namesContact(o.UserAgent) {
		all = append(all, fmt.Sprintf(
			"--user_agent=%q names no contact: add a link or a mail address, so that owners of sites can reach you", reason.Clip(o.UserAgent)))
	}
	if bound := descriptorBound(); o.Concurrency > bound {
		all = append(all, fmt.Sprintf(
			"--concurrency=%d is lowered to %d here, since a process may open %d files (ulimit -n)", o.Concurrency, bound, resources.DescriptorLimit()))
	}
	if o.Proxy != "" && !o.AllowPrivate {
		all = append(all, "with --proxy it is the proxy that looks names up: it has to refuse those of private addresses")
	}
	return all
}

// namesContact reports whether a User-Agent says where to complain.
func namesContact(userAgent string) bool {
	return strings.Contains(userAgent, "@") || strings.Contains(userAgent, "://")
}
