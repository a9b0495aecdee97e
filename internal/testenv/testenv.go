// Package testenv has tests find the programs of others that they compare with: make
// test installs them and names them in the environment.
//
// It imports the standard library only, and nothing but tests imports it.
package testenv

import (
	"os"
	"testing"
)

// Python returns the Python that has what testdata/requirements.txt lists, see Need.
func Python(t testing.TB, what string) string {
	t.Helper()
	return Need(t, "BEAMCROP_PYTHON", what)
}

// Need returns the value of a variable. Without one the test, which does what is said
// here, is left out; or it fails, where BEAMCROP_REQUIRE_ALL says that none may be.
func Need(t testing.TB, variable, what string) string {
	t.Helper()
	value := os.Getenv(variable)
	if value != "" {
		return value
	}
	if os.Getenv("BEAMCROP_REQUIRE_ALL") != "" {
		t.Fatalf("%s is not set", variable)
	}
	t.Skipf("left out: %s; set %s, or run make test", what, variable)
	return ""
}

// Long leaves a test out that takes long where nobody asked for all of them.
func Long(t testing.TB) {
	t.Helper()
	if os.Getenv("BEAMCROP_REQUIRE_ALL") == "" {
		t.Skip("left out: it takes long; make test runs it")
	}
}
