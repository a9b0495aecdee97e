// Package dns is a resolver that remembers: each name is looked up once at a time
// and then known for its time to live, within bounds, so that the thousands of
// rows of one host cost one query.
//
// Names are looked up by the standard resolver, which knows the system's ways; the
// time to live is learned by listening in on its connections (query.go). A
// resolver library would have told it, but would have had to be taught
// resolv.conf, hosts files and search lists again.
//
// It imports transforms/reason, resources, hashicorp/golang-lru, golang.org/x/net
// and the standard library. It knows no HTTP and no guard: it says where a name
// leads and not whether one may go there.
package dns
