//go:build !unix

package resources

// DescriptorLimit is as high as any machine goes: such systems (Windows) limit
// handles by memory only.
func DescriptorLimit() int { return 1 << 20 }
