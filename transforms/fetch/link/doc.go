// Package link reads the links of a dataset: Split parts a cell that may hold
// several, Parse reads one as a browser's address bar does, and Target.Follow
// resolves a redirect against the one before it.
//
// It is pure: no network, no state. It imports transforms/reason, golang.org/x/net/idna
// and the standard library, so that whoever has a link can ask what it means without the client.
package link
