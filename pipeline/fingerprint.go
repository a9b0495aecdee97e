package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// layoutVersion changes whenever the same options would give other bytes.
const layoutVersion = "4"

// manifest states the job's plan: the inputs and every option that decides a
// byte of the data files. How fast, how patiently and where a job runs is not
// in it, so that a job may be resumed with more connections or more patience.
func (o Options) manifest(inputs []workplan.File, columns rows.Columns, boxed boxes.Options) (shards.Manifest, error) {
	keep := columns.Keep
	if columns.KeepAll {
		keep = append([]string{"all"}, keep...)
	}
	decided := map[string]string{
		"layout":          layoutVersion,
		"inputs":          describe(inputs),
		"inputs_digest":   plan.Digest(inputs),
		"input_format":    formats(inputs),
		"header":          o.Header,
		"delimiter":       columns.Delimiter,
		"encoding":        columns.Encoding,
		"url_column":      columns.URL,
		"box_column":      boxColumns(boxed),
		"boxes":           boxed.String(),
		"caption_column":  columns.Caption,
		"captions":        o.Captions,
		"keep":            strings.Join(keep, ","),
		"verify_hash":     o.VerifyHash,
		"where":           o.Where,
		"sample":          o.Sample,
		"seed":            strconv.FormatUint(o.Seed, 10),
		"margin":          fmt.Sprint(o.Crop.Margin),
		"square":          strconv.FormatBool(o.Crop.Square),
		"resize":          fmt.Sprintf("%dx%d", o.Crop.Width, o.Crop.Height),
		"resize_mode":     o.Crop.Mode,
		"exif":            o.Crop.EXIF,
		"min_size":        strconv.Itoa(o.Crop.MinSize),
		"encode":          o.Crop.Encode,
		"quality":         strconv.Itoa(o.Crop.Quality),
		"max_pixels":      strconv.FormatInt(o.Crop.MaxPixels, 10),
		"max_bytes":       strconv.FormatInt(o.Fetch.MaxBytes, 10),
		"max_redirects":   strconv.Itoa(o.Fetch.MaxRedirects),
		"allow_private":   strconv.FormatBool(o.Fetch.AllowPrivate),
		"allow_weak_tls":  strconv.FormatBool(o.Fetch.AllowWeakTLS),
		"allowed_ports":   o.Fetch.AllowedPorts,
		"respect_opt_out": strconv.FormatBool(o.Fetch.RespectOptOut),
		"respect_robots":  strconv.FormatBool(o.Fetch.RespectRobots),
		"output_format":   o.OutputFormat,
		"image_encoding":  o.imageEncoding(),
		"shard_rows":      strconv.Itoa(o.ShardRows),
	}
	if o.IDPrefix != "" {
		decided["id_prefix"] = o.IDPrefix
	}
	if o.Crop.OnlyIfBigger {
		decided["resize_only_if_bigger"] = "true"
	}
	if o.Crop.Mode == "pad" {
		decided["pad_color"] = o.Crop.PadColor
	}
	data, err := json.Marshal(decided) // maps are marshalled in the order of their keys
	if err != nil {
		return shards.Manifest{}, fmt.Errorf("fingerprinting the plan: %w", err)
	}
	sum := sha256.Sum256(data)
	return shards.Manifest{Fingerprint: hex.EncodeToString(sum[:]), Plan: decided}, nil
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
