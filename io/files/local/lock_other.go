//go:build !darwin && !linux

package local

// lockFolder does nothing: locks of folders are not to be had here.
func lockFolder(string) (unlock func()) { return func() {} }
