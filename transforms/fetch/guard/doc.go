// Package guard says where requests may go: which addresses (no loopback, private
// or other special ones, against server-side request forgery) and which ports.
//
// It is pure: it decides and connects to nothing. It imports code.dny.dev/ssrf,
// which has the lists of addresses, and the standard library.
package guard
