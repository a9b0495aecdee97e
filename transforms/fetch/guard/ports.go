package guard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// badPorts are those of other protocols, which browsers refuse to send HTTP to,
// since such a server may take a request's lines for its own commands (WHATWG
// Fetch standard, section "Port blocking").
var badPorts = []uint16{
	0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
	111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
	540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
	6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
}

// Ports says which ports rows may reach: those of list, and if it is empty all
// but badPorts.
type Ports struct{ list []uint16 }

// ParsePorts reads "80,443,8080".
func ParsePorts(text string) (Ports, error) {
	var p Ports
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || n == 0 {
			return Ports{}, fmt.Errorf("%q is not a port", part)
		}
		p.list = append(p.list, uint16(n))
	}
	return p, nil
}

// Allows reports whether a request may go to the port of a link, "" being the
// scheme's own.
func (p Ports) Allows(scheme, port string) bool {
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return false
	}
	if len(p.list) > 0 {
		return slices.Contains(p.list, uint16(n))
	}
	return !slices.Contains(badPorts, uint16(n))
}
