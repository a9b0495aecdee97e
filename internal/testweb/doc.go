// Package testweb is a deterministic and, where asked, hostile image server on
// loopback. Tests, the demo and the benchmarks share it, so that what they say
// about a misbehaving web is said about the same web.
//
// # Links
//
// A link says everything about its answer: which picture, how late, and what
// goes wrong. So a link that was written into a dataset means the same in
// another process, and a dataset can be made without a running server:
//
//	http://127.0.0.1:8765/p/17.jpg?w=640&h=480&q=85&latency=200ms&jitter=100ms&fault=flaky&n=2
//
// Only two things are remembered from request to request: how often each link
// was asked for (flaky faults and jitter depend on it), and the counters of
// [Stats].
//
// # Pictures
//
// Pictures are synthetic portraits before a landscape, drawn from their ID. Their texture is
// tuned so that a JPEG costs about 2 bits a pixel at quality 85, as photographs do:
// what a decoder is timed on is of realistic density. The same picture has
// the same bytes in every process built for one architecture by one Go
// release (architectures that fuse multiply and add may differ in a least
// significant bit).
//
// # Imports
//
// It imports the standard library and golang.org/x/image (for the BMP and TIFF
// encoders), nothing of this module: whatever is tested against it must not
// be part of it. The reasons in [Fault.Want] are therefore plain strings.
package testweb
