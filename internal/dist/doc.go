// Package dist makes what a release consists of: a static program for each
// system, an archive of each, a Python wheel of each, and their checksums. All of
// it is the same bytes from the same commit with the same version of Go.
//
// The wheels are written here, rather than by Python's build tools: a wheel is a
// ZIP file with three files of metadata, and none of those tools puts a ready-made
// program into one without a plug-in. It imports the standard library only; the
// end-to-end tests and the program in make import it.
package dist
