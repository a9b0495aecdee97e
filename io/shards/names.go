package shards

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/beamcrop/beamcrop/io/files"
)

// Names of the files that stand once in an output folder.
const (
	SummaryName  = "summary.json"
	CardName     = "README.md"
	ReportName   = "report.html"
	ManifestName = stateFolder + "manifest.json"
)

// The folders in an output folder, as prefixes of names. Only data files are in
// dataFolder, so that readers of Parquet can be given the folder itself. They
// skip names that begin with "_".
const (
	dataFolder       = "data/"
	failuresFolder   = "failures/"
	stateFolder      = "_beamcrop/"
	sidecarExtension = ".json"
	earlierExtension = ".earlier"
	minDigits        = 5
)

// Name returns the stem of a shard's files: "part-00012-of-00100". Both numbers
// have five digits, or as many as shards needs, so that names sort by number.
func Name(shard, shards int) string {
	digits := shardDigits(shards)
	return fmt.Sprintf("part-%0*d-of-%0*d", digits, shard, digits, shards)
}

func shardDigits(shards int) int { return max(minDigits, len(strconv.Itoa(shards))) }

// DataName returns the name of a shard's data file of one of the formats that
// FilesOf lists. Like every name here it is relative to the output folder, with
// slashes on every system.
func DataName(shard, shards int, format string) string {
	return dataFolder + Name(shard, shards) + "." + Extension(format)
}

// FailuresName returns the name of a shard's failures file.
func FailuresName(shard, shards int) string {
	return failuresFolder + Name(shard, shards) + "." + FormatJSONL
}

// SidecarName returns the name of a shard's commit marker.
func SidecarName(shard, shards int) string {
	return stateFolder + Name(shard, shards) + sidecarExtension
}

// EarlierName returns the name of the copy of a shard's sidecar that is kept while
// the shard's files are written again.
func EarlierName(shard, shards int) string {
	return stateFolder + Name(shard, shards) + earlierExtension
}

// IsOutput tells whether a run may have left a file of this name, relative to
// its output folder and with slashes. It is true for those names only, because
// overwriting deletes what it is true for.
func IsOutput(relativeName string) bool {
	switch relativeName {
	case SummaryName, ManifestName, CardName, ReportName:
		return true
	}
	return IsShard(relativeName)
}

// IsShard is IsOutput for the files of single shards.
func IsShard(relativeName string) bool {
	folder, name, _ := strings.Cut(relativeName, "/")
	switch folder + "/" {
	case dataFolder:
		for _, format := range Formats() {
			for _, file := range FilesOf(format) {
				if isName(name, "."+Extension(file)) {
					return true
				}
			}
		}
		return false
	case failuresFolder:
		return isName(name, "."+FormatJSONL)
	case stateFolder:
		return IsSidecar(relativeName) || isName(name, earlierExtension)
	default:
		return false
	}
}

// IsSidecar tells whether SidecarName makes this name.
func IsSidecar(relativeName string) bool {
	name, ok := strings.CutPrefix(relativeName, stateFolder)
	return ok && isName(name, sidecarExtension)
}

// List returns the sizes in bytes of a run's files in an output folder, by
// name: those for whose names IsOutput is true.
func List(ctx context.Context, store *files.Files, output string) (map[string]int64, error) {
	found, err := store.List(ctx, output)
	if err != nil {
		return nil, err
	}
	sizes := map[string]int64{}
	root := strings.TrimSuffix(files.Join(output, "x"), "x")
	for _, info := range found {
		if name := strings.TrimPrefix(info.URI, root); IsOutput(name) {
			sizes[name] = info.Size
		}
	}
	return sizes, nil
}

// isName tells whether a name is what Name makes and then the extension.
func isName(name, extension string) bool {
	stem, ok := strings.CutSuffix(name, extension)
	if !ok {
		return false
	}
	rest, ok := strings.CutPrefix(stem, "part-")
	if !ok {
		return false
	}
	left, right, ok := strings.Cut(rest, "-of-")
	if !ok {
		return false
	}
	shard, errShard := strconv.Atoi(left)
	shards, errShards := strconv.Atoi(right)
	return errShard == nil && errShards == nil && 0 <= shard && shard < shards && Name(shard, shards) == stem
}
