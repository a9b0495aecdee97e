// Package demo is the try-out: a small dataset in FaceCaption-15M's schema,
// good rows and bad, and the image server that its links lead to, both within
// this process.
//
// It may import pipeline for its Options, and internal/testweb.
package demo

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/pipeline"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// Folder is where the demo writes, if the user names no other place.
const Folder = "beamcrop-demo"

// Demo is a running try-out.
type Demo struct {
	server *testweb.Server
	temp   string
}

// Start serves the pictures, writes the dataset, and sets o to read it; what
// the user has set beyond that stays. Close the Demo after the run.
func Start(o *pipeline.Options) (*Demo, error) {
	server, err := testweb.Start(testweb.Options{Seed: 1, Hosts: 4})
	if err != nil {
		return nil, fmt.Errorf("starting the image server: %w", err)
	}
	d := &Demo{server: server}
	if d.temp, err = os.MkdirTemp("", "beamcrop-demo-*"); err != nil {
		d.Close()
		return nil, joberror.Usagef("making a temporary folder: %w: set TMPDIR to a folder that can be written", err)
	}
	input := filepath.Join(d.temp, "faces.parquet")
	if err := parquet.WriteFile(input, faces(server)); err != nil {
		d.Close()
		return nil, fmt.Errorf("writing the dataset: %w", err)
	}
	o.Inputs = []string{input}
	o.Preset = "facecaption"
	o.Fetch.AllowPrivate = true // the server is on loopback
	o.ShardRows = 100
	o.Overwrite = true // the links name the port of this run's server
	if o.Output == "" {
		o.Output = Folder
	}
	return d, nil
}

// Close ends the server and removes the dataset.
func (d *Demo) Close() {
	d.server.Close()
	_ = os.RemoveAll(d.temp) // a temporary folder; the system clears what is left
}
