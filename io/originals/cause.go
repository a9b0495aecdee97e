package originals

import "slices"

// Cause is why a link failed, as far as the index has it: who looks for a link that
// failed need not read the store.
type Cause struct {
	Reason string // one of transforms/reason's, or "" if this program does not know it
	Status int    // of the last HTTP answer; 0 if there was none
	Limit  int64  // that was exceeded; 0 if none was
}

// causes are the reasons by their number in the index, which never changes: new
// ones come last.
var causes = []string{
	"", "http_4xx", "dns", "tls", "opted_out", "blocked_by_robots", "too_many_redirects", "too_large", "not_an_image",
}

const (
	causeZeros = keyBytes / 2 // begin a cause, as hardly any picture's key does
	causeUnit  = 1 << 10      // of a limit that does not fit otherwise
	causeWide  = 1            // flag: the limit is in units
)

// key writes a cause where an entry has a picture's key.
func (c Cause) key() (k key) {
	k[causeZeros] = byte(max(slices.Index(causes, c.Reason), 0)) //nolint:gosec // there are few
	limit := c.Limit
	if limit >= 1<<32 {
		k[causeZeros+1], limit = causeWide, limit/causeUnit
	}
	order.PutUint16(k[causeZeros+2:], uint16(c.Status))            //nolint:gosec // an HTTP status has three digits
	order.PutUint32(k[causeZeros+4:], uint32(min(limit, 1<<32-1))) //nolint:gosec // it fits
	return k
}

// isCause says whether a key is that of no picture.
func (k key) isCause() bool { return [causeZeros]byte(k[:causeZeros]) == [causeZeros]byte{} }

// cause reads what Cause.key wrote.
func (k key) cause() Cause {
	c := Cause{Status: int(order.Uint16(k[causeZeros+2:])), Limit: int64(order.Uint32(k[causeZeros+4:]))}
	if n := int(k[causeZeros]); n < len(causes) {
		c.Reason = causes[n]
	}
	if k[causeZeros+1] == causeWide {
		c.Limit *= causeUnit
	}
	return c
}
