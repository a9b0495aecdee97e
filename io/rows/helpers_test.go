package rows

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/io/rows/input"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func known(t *testing.T, name string) input.Format {
	t.Helper()
	f, err := formatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
