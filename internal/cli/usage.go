package cli

import (
	"flag"
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/pipeline"
)

// usage lists our flags; Beam's are many, and documented by Beam.
func usage(to io.Writer) {
	fs := flag.NewFlagSet("beamcrop", flag.ContinueOnError)
	o := pipeline.Defaults()
	if _, err := parse(fs, &o, nil); err != nil {
		return
	}
	fs.SetOutput(to)
	_, _ = fmt.Fprint(to, `beamcrop makes a training set of cropped pictures from a dataset of links, boxes and captions.

  beamcrop --demo
  beamcrop --input=faces.parquet --preset=facecaption --sample=30000 --output=faces

`) // a closed standard output is no error of ours
	fs.PrintDefaults()
	_, _ = fmt.Fprint(to, `
and Beam's own: --runner=prism (default), direct, flink, dataflow, universal, with --endpoint and the like
`)
}
