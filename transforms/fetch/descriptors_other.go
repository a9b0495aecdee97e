//go:build !unix

package fetch

// descriptorLimit is as high as any machine goes: such systems (Windows) limit
// handles by memory only.
func descriptorLimit() int { return 1 << 20 }
