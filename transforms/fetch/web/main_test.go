package web

import (
	"io"
	"log"
	"net/netip"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// quiet is for servers that are made to fail.
var quiet = log.New(io.Discard, "", 0)

func loopback(last byte) []netip.Addr { return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, last})} }
