// Command run is beamcrop's command line, under the short name for a checkout: go run
// ./cmd/run. The end-to-end tests are here.
package main

import "github.com/beamcrop/beamcrop/internal/cli"

func main() { cli.Main() }
