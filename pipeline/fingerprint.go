package pipeline

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/pipeline/folder"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// layoutVersion changes whenever the same options would give other bytes.
const layoutVersion = "4"

// What is in a plan and no option.
const (
	layoutKey = "layout"
	digestKey = folder.InputsDigest
	wholeKey  = "whole_pictures"
)

// manifest states the job's plan: the inputs and every option that decides a
// byte of the data files. How fast, how patiently and where a job runs is not
// in it, so that a job may be resumed with more connections or more patience.
func (o Options) manifest(inputs []workplan.File, columns rows.Columns, boxed boxes.Options) (shards.Manifest, error) {
	decides := map[string]string{
		layoutKey: layoutVersion,
		digestKey: plan.ContentDigest(inputs),
	}
	for _, entry := range o.list(decided{inputs, columns, boxed}) {
		if name, text := entry.Planned(); name != "" {
			decides[name] = text
		}
	}
	if o.Crop.Encode == "source" && boxed.None() {
		decides[wholeKey] = "as they came" // before, those that EXIF turns and icons were not
	}
	data, err := json.Marshal(decides) // maps are marshalled in the order of their keys
	if err != nil {
		return shards.Manifest{}, fmt.Errorf("fingerprinting the plan: %w", err)
	}
	sum := sha256.Sum256(data)
	return shards.Manifest{Fingerprint: hex.EncodeToString(sum[:]), Plan: decides, Inputs: listed(inputs)}, nil
}

// listed is what the manifest says of the inputs.
func listed(inputs []workplan.File) []shards.Input {
	list := make([]shards.Input, min(len(inputs), shards.ListedInputs))
	for i := range list {
		f := inputs[i]
		list[i] = shards.Input{Name: f.Name, Size: f.Size, Content: cmp.Or(f.Content, f.Version)}
	}
	return list
}

// keptColumns names the columns that are copied to the output.
func keptColumns(columns rows.Columns) string {
	keep := columns.Keep
	if columns.KeepAll {
		keep = append([]string{"all"}, keep...)
	}
	return strings.Join(keep, ",")
}

// formats names the formats that the inputs are read as.
func formats(inputs []workplan.File) string {
	var found []string
	for _, f := range inputs {
		found = append(found, f.Format)
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), ",")
}

// describe names the inputs for people; the digest tells versions apart.
func describe(inputs []workplan.File) string {
	if len(inputs) == 1 {
		return inputs[0].Name
	}
	return fmt.Sprintf("%d files, %s to %s", len(inputs), inputs[0].Name, inputs[len(inputs)-1].Name)
}
