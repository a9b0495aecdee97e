// Package store holds what every store of io/files is made of: the interface
// that a store implements, the errors by which stores say the same things, the
// rules by which patterns match names, and the pauses between the tries of a
// request.
//
// It imports the standard library only, so that a store and io/files can share
// it without knowing each other.
package store
