// Command beamcrop is beamcrop's command line, under the name that go install gives the
// program.
package main

import "github.com/beamcrop/beamcrop/internal/cli"

func main() { cli.Main() }
