//go:build unix

package resources

import "syscall"

// DescriptorLimit returns how many descriptors this process may open. The Go
// runtime has raised the soft limit to the hard one at its start.
func DescriptorLimit() int {
	const most = 1 << 20 // also where there is no limit
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 256 // the least that a common system grants
	}
	return int(min(uint64(limit.Cur), most)) //nolint:unconvert // signed on some systems
}
