package fetch

// descriptors shares out the file descriptors that this process may open. A
// request in flight holds one; so does a kept connection; a look-up holds two,
// for A and AAAA.
type descriptors struct {
	inFlight int // requests
	idle     int // kept connections
	lookups  int // at a time
}

// shareDescriptors divides a limit: a quarter, at most 256, is left to the rest
// of the process (files of open shards, the runner); of what remains half is for
// requests, a quarter for kept connections, and a quarter for look-ups. A request
// that dials both families of a host, or that goes through a name server by TCP,
// takes one more for a moment, out of what is left by the others.
func shareDescriptors(limit int) descriptors {
	left := limit - min(limit/4, 256)
	return descriptors{
		inFlight: max(left/2, 1),
		idle:     max(left/4, 1),
		lookups:  min(max(left/8, 1), maxLookups),
	}
}

// descriptorBound returns how many requests may be in flight before descriptors
// run out.
func descriptorBound() int { return shareDescriptors(descriptorLimit()).inFlight }
