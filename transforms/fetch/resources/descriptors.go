package resources

// maxLookups is how many look-ups are worth making at a time.
const maxLookups = 100

// Descriptors shares out the file descriptors that this process may open. A
// request in flight holds one; so does a kept connection; a look-up holds two,
// for A and AAAA.
type Descriptors struct {
	InFlight int // requests
	Idle     int // kept connections
	Lookups  int // at a time
}

// ShareDescriptors divides a limit: a quarter, at most 256, is left to the rest
// of the process (files of open shards, the runner); of what remains half is for
// requests, a quarter for kept connections, and a quarter for look-ups. A request
// that dials both families of a host, or that goes through a name server by TCP,
// takes one more for a moment, out of what is left by the others.
func ShareDescriptors(limit int) Descriptors {
	left := limit - min(limit/4, 256)
	return Descriptors{
		InFlight: max(left/2, 1),
		Idle:     max(left/4, 1),
		Lookups:  min(max(left/8, 1), maxLookups),
	}
}
