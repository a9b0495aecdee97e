// Package robots reads what the owners of a site say to automatic clients: the
// rules of robots.txt (RFC 9309, and Content-Signal) and the headers X-Robots-Tag
// and TDM-Reservation.
//
// It is pure: texts come in, rules go out; web fetches, remembers and obeys them.
// It imports transforms/reason and the standard library.
package robots
