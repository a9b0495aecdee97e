package boot

import (
	"flag"
	"os"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	harness "github.com/apache/beam/sdks/v2/go/pkg/beam/core/runtime/harness/init"
)

// Init is beam.Init, but for how a worker ends. In a worker it does not return:
// the process ends when its runner hangs up. Beam's own would then stay until it
// is killed, and be left over where the runner was killed first.
func Init() {
	harness.ShutdownMode = harness.Return
	beam.Init()
	if f := flag.Lookup("worker"); f != nil && f.Value.String() == "true" {
		os.Exit(0)
	}
}
