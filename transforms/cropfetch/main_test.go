package cropfetch_test

import (
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/transforms/cropfetch"
)

func TestMain(m *testing.M) {
	beam.Init()
	goleak.VerifyTestMain(closing{m}, // Prism leaves its job server running
		goleak.IgnoreAnyFunction("github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism/internal/jobservices.(*Server).Serve"))
}

// closing closes idle workers after the tests, for which a minute would be long.
type closing struct{ *testing.M }

func (c closing) Run() int {
	code := c.M.Run()
	if n := cropfetch.Users(); n != 0 {
		println(n, "bundles were not ended")
		return 1
	}
	if err := cropfetch.CloseIdle(); err != nil {
		println(err.Error())
		return 1
	}
	return code
}
