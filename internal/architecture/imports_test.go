// Package architecture holds the tests that keep the module's layers apart.
package architecture

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/beamcrop/beamcrop/"

// layers from the top down: a package imports packages of its own layer or a
// lower one, and nobody imports upwards.
var layers = [][]string{
	{"cmd/", "bench/"},
	{"internal/cli"},
	{"internal/demo", "internal/boot"},
	{"pipeline"},
	{"pipeline/"},
	{"pipeline/runner", "pipeline/figures"},
	{"transforms/plan", "transforms/materialize", "transforms/summarize", "transforms/cropfetch"},
	{"transforms/"},
	{"transforms/fetch/web"},
	{"transforms/fetch/"},
	{"transforms/reason", "io/"},
	{"codec/"},
}

// commandLine makes flags and help of what entries of optionTable say.
const commandLine, optionTable = "internal/cli", "pipeline/option"

// client is the only package that speaks HTTP, and the scheduler the only one that
// has it speak, within every limit.
const client, scheduler = "transforms/fetch/web", "transforms/fetch"

// avif loads the system's libavif by dlopen unless the build tag nodynamic is set, so
// one package deals with it, for everybody.
const avif, avifDecoder = "github.com/gen2brain/avif", "codec/avifcrop"

// beamAllowed are the packages that may know Beam, directly or not, but for those in
// beamFree, whose names begin alike.
var beamAllowed = []string{"cmd/", "bench/", "internal/cli", "internal/demo", "internal/boot", "internal/testdataflow", "pipeline", "transforms/plan", "transforms/materialize", "transforms/summarize", "transforms/cropfetch", "transforms/elements", "transforms/metrics"}

var beamFree = []string{"pipeline/folder", "pipeline/figures", "pipeline/mapping", "pipeline/option", "pipeline/status"}

// between are the packages below pipeline that its others share. Those others are
// pipeline's alone: an engine knows nothing of the next one.
var between = []string{"pipeline/runner", "pipeline/jobserver", "pipeline/figures", "pipeline/option"}

// pure are packages that compute on values and reach nothing: neither the network nor
// storage, not even by what they import.
var pure = []string{
	"codec", "internal/spelling", "internal/version", "io/charset", "io/rows/csv/delimited", "io/rows/jsoncell", "io/shards/stats", "io/table", "pipeline/option",
	"transforms/boxes", "transforms/captions", "transforms/crop", "transforms/percent", "transforms/printable",
	"transforms/reason", "transforms/sample", "transforms/where", "transforms/workplan",
}

// reaching are imports that reach the network or storage. Parquet-go is among them, since
// it imports net/http.
var reaching = []string{"net/http", "cloud.google.com/", "github.com/aws/", "google.golang.org/api", "google.golang.org/grpc", "github.com/parquet-go/parquet-go", module + "io/files"}

// TestPurePackagesReachNothing looks at whole dependency trees.
func TestPurePackagesReachNothing(t *testing.T) {
	found := map[string]bool{}
	for _, line := range list(t, `{{.ImportPath}} {{join .Deps " "}}`) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], module)
		i := slices.IndexFunc(pure, func(p string) bool { return pkg == p || strings.HasPrefix(pkg, p+"/") })
		if i < 0 {
			continue
		}
		found[pure[i]] = true
		if i := slices.IndexFunc(fields[1:], func(dep string) bool { return hasPrefix(dep, reaching) }); i >= 0 {
			t.Errorf("%s is to be pure, and depends on %s", pkg, fields[1:][i])
		}
	}
	for _, p := range pure {
		if !found[p] {
			t.Errorf("there is no package %s", p)
		}
	}
}

// inputFormats are the packages of input formats, each with what only it imports.
var inputFormats = []string{"io/rows/parquet", "io/rows/csv", "io/rows/jsonl", "io/rows/webdataset"}

// TestInputFormatsStandAlone: formats of input know nothing of each other, and io/rows,
// which has the table of them, is the only package that knows them.
func TestInputFormatsStandAlone(t *testing.T) {
	within := func(pkg, format string) bool { return pkg == format || strings.HasPrefix(pkg, format+"/") }
	for _, line := range list(t, `{{.ImportPath}} {{join .Imports " "}}`) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], module)
		for _, imported := range fields[1:] {
			name := strings.TrimPrefix(imported, module)
			for _, format := range inputFormats {
				if within(name, format) && !within(pkg, format) && (pkg != "io/rows" || name != format) {
					t.Errorf("%s imports %s; only io/rows knows the input formats", pkg, name)
				}
			}
			if within(name, "io/rows") && name != "io/rows" && name != "io/rows/kept" && !within(pkg, "io/rows") {
				t.Errorf("%s imports %s, which is for io/rows", pkg, name)
			}
		}
	}
}

// TestImportsPointDown reads every package's imports, tests left out.
func TestImportsPointDown(t *testing.T) {
	imports := map[string][]string{}
	for _, line := range list(t, `{{.ImportPath}} {{join .Imports " "}}`) {
		fields := strings.Fields(line)
		imports[strings.TrimPrefix(fields[0], module)] = fields[1:]
	}
	if len(imports) < 10 {
		t.Fatalf("found only %d packages", len(imports))
	}
	for pkg, of := range imports {
		for _, imported := range of {
			name, ours := strings.CutPrefix(imported, module)
			switch {
			case ours && name == "internal/testweb" && !hasPrefix(pkg, []string{"internal/demo", "internal/testweb", "bench/"}):
				t.Errorf("%s imports the test server", pkg)
			case ours && name == "internal/cli" && !strings.HasPrefix(pkg, "cmd/"):
				t.Errorf("%s imports the command line", pkg)
			case ours && name == "internal/testdns" && !hasPrefix(pkg, []string{"bench/"}):
				t.Errorf("%s imports the test name server", pkg)
			case ours && name == "internal/s3test":
				t.Errorf("%s imports the test S3 server", pkg)
			case ours && name == "internal/testdataflow":
				t.Errorf("%s imports the test Dataflow", pkg)
			case pkg == commandLine && name == optionTable: // it may
			case ours && strings.HasPrefix(name, "pipeline/") && pkg != "pipeline" && !strings.HasPrefix(pkg, "pipeline/"):
				t.Errorf("%s imports %s, which only pipeline and the packages below it do", pkg, name)
			case ours && strings.HasPrefix(name, "pipeline/") && !slices.Contains(between, name) && pkg != "pipeline":
				t.Errorf("%s imports %s, which only pipeline does", pkg, name)
			case ours && name == "internal/testhub":
				t.Errorf("%s imports the test Hub", pkg)
			case ours && strings.HasPrefix(pkg, "codec/") && !strings.HasPrefix(name, "codec/"):
				t.Errorf("%s imports %s; a codec imports nothing of ours but codecs", pkg, name)
			case ours && layer(name) < layer(pkg):
				t.Errorf("%s imports %s, which lies above it", pkg, name)
			case strings.HasPrefix(imported, "net/http") && strings.HasPrefix(pkg, "transforms/") && pkg != client:
				t.Errorf("%s speaks HTTP; only %s does", pkg, client)
			case imported == avif && pkg != avifDecoder:
				t.Errorf("%s imports %s; only %s does", pkg, avif, avifDecoder)
			case ours && name == client && pkg != scheduler:
				t.Errorf("%s imports the client; only %s does", pkg, scheduler)
			}
		}
	}
}

// TestOnlyTheGraphKnowsBeam looks at whole dependency trees.
func TestOnlyTheGraphKnowsBeam(t *testing.T) {
	for _, line := range list(t, `{{.ImportPath}} {{join .Deps " "}}`) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], module)
		if hasPrefix(pkg, beamAllowed) && !hasPrefix(pkg, beamFree) {
			continue
		}
		for _, dep := range fields[1:] {
			if strings.HasPrefix(dep, "github.com/apache/beam") {
				t.Errorf("%s depends on %s", pkg, dep)
				break
			}
		}
	}
}

// layer returns a package's place in layers, by the longest prefix; what is in none
// stands at the bottom, where anybody may import it.
func layer(pkg string) int {
	at, longest := len(layers), 0
	for i, prefixes := range layers {
		for _, p := range prefixes {
			if len(p) > longest && strings.HasPrefix(pkg, p) {
				at, longest = i, len(p)
			}
		}
	}
	return at
}

func hasPrefix(pkg string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(pkg, p) {
			return true
		}
	}
	return false
}

func list(t *testing.T, format string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", format, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}
