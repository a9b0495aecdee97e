package web

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// A server that knows only RSA key exchange is agreed with if the user says so.
func TestWeakTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "picture") }))
	server.Config.ErrorLog = quiet
	server.TLS = &tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA}} //nolint:gosec // what is tested
	server.StartTLS()
	defer server.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	for _, allowed := range []bool{false, true} {
		c := newTestClient(t, Options{AllowWeakTLS: allowed})
		if c.transport.TLSClientConfig == nil {
			c.transport.TLSClientConfig = &tls.Config{} //nolint:gosec // as it is by itself
		}
		c.transport.TLSClientConfig.RootCAs = trusted
		o := fetchOne(t, c, server.URL)
		if (o.Err == nil) != allowed || o.Err != nil && o.Err.Reason != reason.TLS {
			t.Errorf("allowed %t: %v", allowed, o.Err)
		}
	}
}
