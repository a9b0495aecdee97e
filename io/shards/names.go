package shards

import (
	"context"
	"fmt"
	"slices"
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
	ConfigName   = stateFolder + "config.yaml" // the options of the run, to repeat it with
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
	leaseExtension   = ".lease"
	pulsePrefix      = stateFolder + "run-"
	pulseExtension   = ".pulse"
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

// LeaseName returns the name of the file that says which process of a job array
// works at a shard; see package leases.
func LeaseName(shard, shards int) string {
	return stateFolder + Name(shard, shards) + leaseExtension
}

// PulseName returns the name of the file by which a run shows that it is alive. Names
// of runs are of letters and digits.
func PulseName(run string) string { return pulsePrefix + run + pulseExtension }

// IsPulse tells whether PulseName makes this name.
func IsPulse(relativeName string) bool {
	rest, prefixed := strings.CutPrefix(relativeName, pulsePrefix)
	run, extended := strings.CutSuffix(rest, pulseExtension)
	return prefixed && extended && run != "" && !strings.ContainsFunc(run, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
}

// IsOutput tells whether a run may have left a file of this name, relative to
// its output folder and with slashes. It is true for those names only, because
// overwriting deletes what it is true for.
func IsOutput(relativeName string) bool {
	switch relativeName {
	case SummaryName, ManifestName, ConfigName, CardName, ReportName:
		return true
	}
	return IsShard(relativeName) || IsPulse(relativeName)
}

// IsShard is IsOutput for the files of single shards.
func IsShard(relativeName string) bool {
	return slices.ContainsFunc(Formats(), func(format string) bool {
		_, ok := shardsOf(relativeName, format)
		return ok
	})
}

// shardsOf returns of how many shards the one is that has a file of this name in
// an output of the format. It is not ok if none has.
func shardsOf(relativeName, format string) (shards int, ok bool) {
	folder, name, _ := strings.Cut(relativeName, "/")
	var extensions []string
	switch folder + "/" {
	case dataFolder:
		for _, file := range FilesOf(format) {
			extensions = append(extensions, "."+Extension(file))
		}
	case failuresFolder:
		extensions = []string{"." + FormatJSONL}
	case stateFolder:
		extensions = []string{sidecarExtension, earlierExtension, leaseExtension}
	}
	for _, extension := range extensions {
		if shards, ok := parseName(name, extension); ok {
			return shards, true
		}
	}
	return 0, false
}

// IsSidecar tells whether SidecarName makes this name.
func IsSidecar(relativeName string) bool {
	name, inFolder := strings.CutPrefix(relativeName, stateFolder)
	_, ok := parseName(name, sidecarExtension)
	return inFolder && ok
}

// Top returns the names of the files that describe the output, in the order in
// which they are written.
func Top() []string { return []string{CardName, ReportName, ConfigName, SummaryName} }

// List returns a run's files in an output folder, by name: those for whose names
// IsOutput is true.
func List(ctx context.Context, store *files.Files, output string) (map[string]files.Info, error) {
	ours, _, err := ListAll(ctx, store, output)
	return ours, err
}

// ListAll is List, and returns in order the names of other files that lie in the
// data folder. Names that readers of folders pass over, those with a leading dot or
// underscore, are left out.
func ListAll(ctx context.Context, store *files.Files, output string) (ours map[string]files.Info, others []string, err error) {
	found, err := store.List(ctx, output)
	if err != nil {
		return nil, nil, err
	}
	ours = map[string]files.Info{}
	root := strings.TrimSuffix(files.Join(output, "x"), "x")
	for _, info := range found {
		name := strings.TrimPrefix(info.URI, root)
		if IsOutput(name) {
			ours[name] = info
		} else if below, inData := strings.CutPrefix(name, dataFolder); inData && !isHidden(below) {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return ours, others, nil
}

func isHidden(path string) bool {
	return slices.ContainsFunc(strings.Split(path, "/"), func(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") })
}

// ListState is List for what stands beside the manifest alone: a few small files a
// shard, which are far fewer than there are where outputs are.
func ListState(ctx context.Context, store *files.Files, output string) (map[string]files.Info, error) {
	found, err := store.List(ctx, files.Join(output, strings.TrimSuffix(stateFolder, "/")))
	if err != nil {
		return nil, err
	}
	ours := map[string]files.Info{}
	for _, info := range found {
		at := strings.LastIndex(info.URI, stateFolder)
		if name := info.URI[max(at, 0):]; IsOutput(name) {
			ours[name] = info
		}
	}
	return ours, nil
}

// parseName undoes Name for a name that ends in the extension.
func parseName(name, extension string) (shards int, ok bool) {
	stem, hasExtension := strings.CutSuffix(name, extension)
	rest, hasPrefix := strings.CutPrefix(stem, "part-")
	left, right, hasTotal := strings.Cut(rest, "-of-")
	if !hasExtension || !hasPrefix || !hasTotal {
		return 0, false
	}
	shard, errShard := strconv.Atoi(left)
	shards, errShards := strconv.Atoi(right)
	ok = errShard == nil && errShards == nil && 0 <= shard && shard < shards && Name(shard, shards) == stem
	return shards, ok
}
